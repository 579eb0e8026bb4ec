/** Tests of the package of the same name. */
@NullMarked
package io.vigie.gateway.access;

import org.jspecify.annotations.NullMarked;
