/** Keys of services, which the gateway owns, over GraphQL. */
@NullMarked
package io.vigie.query.keys;

import org.jspecify.annotations.NullMarked;
