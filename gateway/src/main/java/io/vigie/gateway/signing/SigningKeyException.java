package io.vigie.gateway.signing;

/** The key that tokens are signed with can't be used; the message names the file and says what to do. */
public final class SigningKeyException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    SigningKeyException(String message, Throwable cause) {
        super(message, cause);
    }
}
