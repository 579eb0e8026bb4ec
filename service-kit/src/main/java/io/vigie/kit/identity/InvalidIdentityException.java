package io.vigie.kit.identity;

/** A token that says nothing to be relied on. */
public final class InvalidIdentityException extends Exception {

    private static final long serialVersionUID = 1L;

    InvalidIdentityException(String message) {
        super(message);
    }

    InvalidIdentityException(String message, Throwable cause) {
        super(message, cause);
    }
}
