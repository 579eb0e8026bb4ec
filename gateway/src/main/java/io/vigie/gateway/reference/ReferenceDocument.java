package io.vigie.gateway.reference;

import io.vigie.gateway.audit.AuditEvent;
import java.util.List;

/** A document that also stands on a compacted topic. */
public interface ReferenceDocument {

    /** Of the document and key of the record. */
    String id();

    /** Grows with each change. */
    long version();

    /** What the audit trail has not been told yet. */
    List<AuditEvent> outbox();

    /** As it stands on the topic. */
    ReferenceRecord toReference();
}
