/** Tests of the package of the same name. */
@NullMarked
package io.vigie.gateway.people;

import org.jspecify.annotations.NullMarked;
