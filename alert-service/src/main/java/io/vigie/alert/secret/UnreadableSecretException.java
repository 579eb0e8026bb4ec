package io.vigie.alert.secret;

/** A secret in the store can't be read: the key is another one or missing, or somebody changed it. */
public final class UnreadableSecretException extends Exception {

    private static final long serialVersionUID = 1L;

    UnreadableSecretException(String message) {
        super(message);
    }

    UnreadableSecretException(String message, Throwable cause) {
        super(message, cause);
    }
}
