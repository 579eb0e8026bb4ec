package io.vigie.ingest.key;

import com.google.protobuf.ByteString;

/** A key that a client has shown and that was valid then; {@link KeyRegistry} says whether it still is. */
public final class Credential {

    private final String keyId;
    private final String prefix;
    private final ByteString sha256;
    private final String service;

    Credential(KnownKey key) {
        this.keyId = key.id();
        this.prefix = key.prefix();
        this.sha256 = key.sha256();
        this.service = key.service();
    }

    /** The service that the key belongs to; empty where it belongs to none. */
    public String service() {
        return service;
    }

    String keyId() {
        return keyId;
    }

    /** Whether this is still the key's secret; it is not once the key was renewed. */
    boolean isOf(KnownKey key) {
        return key.sha256().equals(sha256);
    }

    @Override
    public String toString() {
        return "avl_" + prefix + "…";
    }
}
