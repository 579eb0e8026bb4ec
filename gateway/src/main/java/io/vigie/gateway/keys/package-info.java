/** API keys: made, listed, switched off, renewed, deleted, looked up. */
@NullMarked
package io.vigie.gateway.keys;

import org.jspecify.annotations.NullMarked;
