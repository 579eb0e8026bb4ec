/** Who sent a request: the credential, what it says, and when it ends. */
@NullMarked
package io.vigie.gateway.caller;

import org.jspecify.annotations.NullMarked;
