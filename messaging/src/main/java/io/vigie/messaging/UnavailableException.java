package io.vigie.messaging;

/** What the handler needs (a database, another server, the network) is not there now; the same may succeed later. */
public final class UnavailableException extends Exception {

    private static final long serialVersionUID = 1L;

    /** Says what is not there. */
    public UnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
