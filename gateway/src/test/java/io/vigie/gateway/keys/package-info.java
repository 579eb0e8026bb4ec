/** Tests of the package of the same name. */
@NullMarked
package io.vigie.gateway.keys;

import org.jspecify.annotations.NullMarked;
