package io.vigie.launcher;

/** Vigie can't start; the message is one line for the person who started it, and says what to do. */
final class StartFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    StartFailure(String message) {
        super(message);
    }

    StartFailure(String message, Throwable cause) {
        super(message, cause);
    }
}
