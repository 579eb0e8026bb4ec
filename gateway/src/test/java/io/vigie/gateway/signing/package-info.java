/** Tests of the package of the same name. */
@NullMarked
package io.vigie.gateway.signing;

import org.jspecify.annotations.NullMarked;
