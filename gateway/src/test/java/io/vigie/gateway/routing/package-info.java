/** Tests of the routes with real servers behind. */
@NullMarked
package io.vigie.gateway.routing;

import org.jspecify.annotations.NullMarked;
