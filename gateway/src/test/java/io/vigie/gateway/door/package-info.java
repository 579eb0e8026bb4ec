/** Tests of the package of the same name. */
@NullMarked
package io.vigie.gateway.door;

import org.jspecify.annotations.NullMarked;
