package io.vigie.ingest.stream;

import com.google.rpc.Code;

/** A message breaks the protocol; the message of this exception names field and limit. */
final class BreachException extends Exception {

    private static final long serialVersionUID = 1L;

    BreachException(String detail) {
        super(detail, null, false, false);
    }

    Ending toEnding() {
        return Ending.of(Code.INVALID_ARGUMENT, String.valueOf(getMessage()));
    }
}
