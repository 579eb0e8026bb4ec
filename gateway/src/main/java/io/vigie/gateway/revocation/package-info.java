/** Credentials of people that are no longer let in. */
@NullMarked
package io.vigie.gateway.revocation;

import org.jspecify.annotations.NullMarked;
