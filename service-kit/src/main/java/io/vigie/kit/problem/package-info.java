/** What a client is told when a request can't be served: RFC 9457 problem details with stable codes. */
@NullMarked
package io.vigie.kit.problem;

import org.jspecify.annotations.NullMarked;
