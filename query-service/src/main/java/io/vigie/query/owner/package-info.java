/** Asks the other services, over their internal HTTP API, for what they own. */
@NullMarked
package io.vigie.query.owner;

import org.jspecify.annotations.NullMarked;
