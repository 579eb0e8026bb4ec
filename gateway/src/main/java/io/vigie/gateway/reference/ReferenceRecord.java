package io.vigie.gateway.reference;

import io.vigie.gateway.audit.AuditEvent;
import java.util.List;

/**
 * A document as it stands on its topic.
 *
 * @param key of the record
 * @param version grows with each change
 * @param value the whole record
 * @param outbox what the audit trail has to be told of it
 */
public record ReferenceRecord(String key, long version, byte[] value, List<AuditEvent> outbox) {}
