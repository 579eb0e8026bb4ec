package io.vigie.ingest.json;

/** A body that is not taken. Expected, so without a stack trace. */
public final class InvalidBodyException extends Exception {

    private static final long serialVersionUID = 1L;

    private final String code;
    private final String field;
    private final String detail;

    /**
     * Says what is wrong.
     *
     * @param code a stable word for programs, for example {@code bad_value}
     * @param field where, for example {@code metrics[3].value}
     * @param detail a sentence for people that names the limit
     */
    public InvalidBodyException(String code, String field, String detail) {
        super(field + ": " + detail, null, false, false);
        this.code = code;
        this.field = field;
        this.detail = detail;
    }

    /** A stable word for programs. */
    public String code() {
        return code;
    }

    /** Where. */
    public String field() {
        return field;
    }

    /** A sentence for people. */
    public String detail() {
        return detail;
    }
}
