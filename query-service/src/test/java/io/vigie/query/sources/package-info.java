@NullMarked
package io.vigie.query.sources;

import org.jspecify.annotations.NullMarked;
