package io.vigie.gateway.reference;

/** A document that also stands on a compacted topic. */
public interface ReferenceDocument {

    /** Of the document and key of the record. */
    String id();

    /** Grows with each change. */
    long version();

    /** As it stands on the topic. */
    ReferenceRecord toReference();
}
