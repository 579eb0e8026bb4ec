/** A planted violation of the rule that services know nothing of each other. */
@NullMarked
package io.vigie.gateway.planted;

import org.jspecify.annotations.NullMarked;
