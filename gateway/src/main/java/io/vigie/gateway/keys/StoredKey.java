package io.vigie.gateway.keys;

import com.google.protobuf.ByteString;
import io.vigie.gateway.reference.ReferenceDocument;
import io.vigie.gateway.reference.ReferenceRecord;
import io.vigie.proto.stream.v1.ApiKeyRecord;
import io.vigie.proto.stream.v1.KeyKind;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A key as it is stored: everything but its secret.
 *
 * @param id for an agent's key {@code agent:} and the source, so that a source has one at most
 * @param version grows with each change
 * @param deleted it is gone; what is left keeps an older record from bringing it back
 * @param sha256 of the whole key
 * @param service of a service key
 * @param source of an agent key
 */
record StoredKey(
        String id,
        long version,
        Kind kind,
        String name,
        String prefix,
        byte[] sha256,
        @Nullable String service,
        Set<String> scopes,
        @Nullable String source,
        boolean active,
        boolean deleted,
        String createdBy,
        Instant createdAt,
        @Nullable Instant lastUsedAt)
        implements ReferenceDocument {

    /** What a key is for. */
    enum Kind {
        /** Bound to one service; has scopes. */
        SERVICE,
        /** Bound to one source. */
        AGENT,
        /** Enrols agents. */
        FLEET
    }

    StoredKey {
        scopes = Set.copyOf(scopes);
    }

    StoredKey withActive(boolean nowActive, Instant when) {
        return new StoredKey(
                id,
                versionAfter(version, when),
                kind,
                name,
                prefix,
                sha256,
                service,
                scopes,
                source,
                nowActive,
                deleted,
                createdBy,
                createdAt,
                lastUsedAt);
    }

    StoredKey withSecret(String newPrefix, byte[] newSha256, Instant when) {
        return new StoredKey(
                id,
                versionAfter(version, when),
                kind,
                name,
                newPrefix,
                newSha256,
                service,
                scopes,
                source,
                active,
                deleted,
                createdBy,
                createdAt,
                lastUsedAt);
    }

    StoredKey asDeleted(Instant when) {
        return new StoredKey(
                id,
                versionAfter(version, when),
                kind,
                name,
                prefix,
                sha256,
                service,
                scopes,
                source,
                false,
                true,
                createdBy,
                createdAt,
                lastUsedAt);
    }

    /**
     * Higher than the one before, and than those of an earlier life of the same key: should MongoDB be set up anew beside an old
     * Kafka, what is written now still wins.
     */
    static long versionAfter(long version, Instant when) {
        return Math.max(version + 1, when.toEpochMilli());
    }

    @Override
    public ReferenceRecord toReference() {
        ApiKeyRecord.Builder record = ApiKeyRecord.newBuilder()
                .setId(id)
                .setVersion(version)
                .setDeleted(deleted)
                .setKind(
                        switch (kind) {
                            case SERVICE -> KeyKind.KEY_KIND_SERVICE;
                            case AGENT -> KeyKind.KEY_KIND_AGENT;
                            case FLEET -> KeyKind.KEY_KIND_FLEET;
                        })
                .setPrefix(prefix)
                .setSha256(ByteString.copyFrom(sha256))
                .addAllScopes(scopes)
                .setActive(active);
        if (service != null) {
            record.setService(service);
        }
        if (source != null) {
            record.setSource(source);
        }
        return new ReferenceRecord(id, version, record.build().toByteArray());
    }
}
