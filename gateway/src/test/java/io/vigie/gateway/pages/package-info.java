/** Tests of the package of the same name. */
@NullMarked
package io.vigie.gateway.pages;

import org.jspecify.annotations.NullMarked;
