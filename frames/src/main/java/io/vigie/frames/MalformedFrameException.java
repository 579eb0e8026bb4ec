package io.vigie.frames;

/** Bytes that are not a stored frame, or not an unharmed one. */
public final class MalformedFrameException extends Exception {

    private static final long serialVersionUID = 1L;

    /** Says what is wrong. */
    public MalformedFrameException(String message) {
        super(message);
    }

    /** Says what is wrong. */
    public MalformedFrameException(String message, Throwable cause) {
        super(message, cause);
    }
}
