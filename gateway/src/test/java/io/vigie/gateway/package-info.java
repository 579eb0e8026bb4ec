/** The gateway as a whole, with real servers around it. */
@NullMarked
package io.vigie.gateway;

import org.jspecify.annotations.NullMarked;
