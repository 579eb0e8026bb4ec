package io.vigie.messaging;

/** A record that can't be read and never will be: it goes to the dead letters with this message as the cause. */
public final class InvalidRecordException extends Exception {

    private static final long serialVersionUID = 1L;

    /** Says what is wrong with the record. */
    public InvalidRecordException(String message) {
        super(message);
    }

    /** Says what is wrong with the record. */
    public InvalidRecordException(String message, Throwable cause) {
        super(message, cause);
    }
}
