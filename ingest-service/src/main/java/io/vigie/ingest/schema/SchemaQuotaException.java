package io.vigie.ingest.schema;

/** A source has declared too many new schemas today; the message names field and limit. */
public final class SchemaQuotaException extends Exception {

    private static final long serialVersionUID = 1L;

    SchemaQuotaException(String detail) {
        super(detail, null, false, false);
    }
}
