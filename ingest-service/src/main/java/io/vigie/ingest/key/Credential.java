package io.vigie.ingest.key;

/** A key that a client has shown and that was valid then; {@link KeyRegistry} says whether it still is. */
public final class Credential {

    private final String keyId;
    private final String prefix;

    Credential(KnownKey key) {
        this.keyId = key.id();
        this.prefix = key.prefix();
    }

    String keyId() {
        return keyId;
    }

    @Override
    public String toString() {
        return "avl_" + prefix + "…";
    }
}
