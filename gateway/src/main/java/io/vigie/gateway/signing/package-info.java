/** The gateway's key pair and what it signs: people's tokens, and who asks for the services behind. */
@NullMarked
package io.vigie.gateway.signing;

import org.jspecify.annotations.NullMarked;
