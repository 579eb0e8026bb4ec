/** What is known of each source: identity, facts, signs of life, last values, status. */
@NullMarked
package io.vigie.query.sources;

import org.jspecify.annotations.NullMarked;
