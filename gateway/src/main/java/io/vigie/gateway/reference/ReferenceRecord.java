package io.vigie.gateway.reference;

/**
 * A document as it stands on its topic.
 *
 * @param key of the record
 * @param version grows with each change
 * @param value the whole record
 */
public record ReferenceRecord(String key, long version, byte[] value) {}
