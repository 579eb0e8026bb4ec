package io.vigie.proto;

/** A frame or schema breaks the rules of {@code metrics.proto}; the message names field and limit. */
public final class InvalidFrameException extends Exception {

    private static final long serialVersionUID = 1L;

    private final String code;

    /**
     * Says what is wrong.
     *
     * @param code a stable word for programs, for example {@code timestamps_not_increasing}
     * @param detail a sentence for people that names field and limit
     */
    public InvalidFrameException(String code, String detail) {
        super(detail);
        this.code = code;
    }

    /** A stable word for programs. */
    public String code() {
        return code;
    }
}
