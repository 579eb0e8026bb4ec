package io.vigie.gateway.revocation;

import io.vigie.gateway.audit.AuditEvent;
import io.vigie.gateway.reference.ReferenceDocument;
import io.vigie.gateway.reference.ReferenceRecord;
import io.vigie.proto.stream.v1.RevocationRecord;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Tokens that are no longer let in.
 *
 * @param id {@code token:} and its id, or {@code user:} and the account's
 * @param issuedBefore of these, the ones issued before this moment
 * @param expiresAt from then on they have all expired by themselves
 * @param outbox what the audit trail has not been told yet
 */
record StoredRevocation(String id, long version, Instant issuedBefore, Instant expiresAt, List<AuditEvent> outbox)
        implements ReferenceDocument {

    StoredRevocation {
        // MongoDB has none where there is nothing to tell.
        outbox = outbox == null ? List.of() : List.copyOf(outbox);
    }

    StoredRevocation extendedTo(Instant laterIssuedBefore, Instant laterExpiresAt, List<AuditEvent> events) {
        List<AuditEvent> all = new ArrayList<>(outbox);
        all.addAll(events);
        return new StoredRevocation(
                id,
                Math.max(version + 1, laterIssuedBefore.toEpochMilli()),
                later(issuedBefore, laterIssuedBefore),
                later(expiresAt, laterExpiresAt),
                all);
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    @Override
    public ReferenceRecord toReference() {
        byte[] record = RevocationRecord.newBuilder()
                .setId(id)
                .setVersion(version)
                .setIssuedBefore(issuedBefore.toEpochMilli())
                .setExpiresAt(expiresAt.toEpochMilli())
                .build()
                .toByteArray();
        return new ReferenceRecord(id, version, record, outbox);
    }
}
