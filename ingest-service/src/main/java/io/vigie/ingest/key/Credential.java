package io.vigie.ingest.key;

/** A key that a client has shown and that was valid then; {@link KeyRegistry} says whether it still is. */
public final class Credential {

    private final String keyId;
    private final String prefix;
    private final String service;

    Credential(KnownKey key) {
        this.keyId = key.id();
        this.prefix = key.prefix();
        this.service = key.service();
    }

    /** The service that the key belongs to; empty where it belongs to none. */
    public String service() {
        return service;
    }

    String keyId() {
        return keyId;
    }

    @Override
    public String toString() {
        return "avl_" + prefix + "…";
    }
}
