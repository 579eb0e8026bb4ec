/** What holds for whoever comes in: TLS, limits, headers, and how a request is refused. */
@NullMarked
package io.vigie.gateway.door;

import org.jspecify.annotations.NullMarked;
