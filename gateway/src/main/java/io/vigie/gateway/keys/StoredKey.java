package io.vigie.gateway.keys;

import com.google.protobuf.ByteString;
import io.vigie.gateway.audit.Actor;
import io.vigie.gateway.audit.AuditEvent;
import io.vigie.gateway.reference.ReferenceDocument;
import io.vigie.gateway.reference.ReferenceRecord;
import io.vigie.proto.stream.v1.ApiKeyRecord;
import io.vigie.proto.stream.v1.KeyKind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
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
 * @param outbox what the audit trail has not been told yet
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
        @Nullable Instant lastUsedAt,
        List<AuditEvent> outbox)
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
        // MongoDB has none where there is nothing to tell.
        outbox = outbox == null ? List.of() : List.copyOf(outbox);
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
                lastUsedAt,
                outbox);
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
                lastUsedAt,
                outbox);
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
                lastUsedAt,
                outbox);
    }

    /** The same, of which the audit trail has to be told this. */
    StoredKey noting(Actor actor, String action, Map<String, ?> changes, Instant when) {
        List<AuditEvent> events = new ArrayList<>(outbox);
        events.add(AuditEvent.of(actor, action, "key", id, changes, when));
        return new StoredKey(
                id,
                version,
                kind,
                name,
                prefix,
                sha256,
                service,
                scopes,
                source,
                active,
                deleted,
                createdBy,
                createdAt,
                lastUsedAt,
                events);
    }

    /** What the audit trail may know of a key that was made. */
    Map<String, Object> audited() {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("kind", kind.name().toLowerCase(Locale.ROOT));
        fields.put("name", name);
        fields.put("prefix", prefix);
        switch (kind) {
            case SERVICE -> {
                fields.put("service", service);
                fields.put("scopes", new TreeSet<>(scopes));
            }
            case AGENT -> fields.put("source", source);
            case FLEET -> {
                // It is bound to nothing.
            }
        }
        return fields;
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
        return new ReferenceRecord(id, version, record.build().toByteArray(), outbox);
    }
}
