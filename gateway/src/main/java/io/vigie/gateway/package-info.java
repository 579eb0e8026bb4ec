/** The one door: what comes from outside comes through here. */
@NullMarked
package io.vigie.gateway;

import org.jspecify.annotations.NullMarked;
