/** MongoDB as the gateway uses it. */
@NullMarked
package io.vigie.gateway.store;

import org.jspecify.annotations.NullMarked;
