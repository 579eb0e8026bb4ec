/** Which request goes to which service, over which protocol, and what happens when that service does not answer. */
@NullMarked
package io.vigie.gateway.routing;

import org.jspecify.annotations.NullMarked;
