package io.vigie.query.owner;

import io.vigie.kit.identity.Identity;

/**
 * In whose name an owner is asked.
 *
 * @param token the gateway's word for who it is, which the owner checks itself
 * @param overSocket the token is that of a WebSocket's handshake, and may have expired
 */
public record Asker(Identity identity, String token, boolean overSocket) {

    /** Where the fields of GraphQL find it in the context. */
    public static final String CONTEXT = "asker";

    /** Without the token. */
    @Override
    public String toString() {
        return "Asker[" + identity.subject() + "]";
    }
}
