/** Who asks: the identity that the gateway vouches for with a short token, and how services check it. */
@NullMarked
package io.vigie.kit.identity;

import org.jspecify.annotations.NullMarked;
