package io.vigie.error.storage;

/** The store is not there now, or did not answer in time; whether a write was done is unknown. The same may succeed later. */
public final class StoreUnavailableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** Says what was asked. */
    public StoreUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
