package io.vigie.kit.problem;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A request can't be served, and this is what the client is told. Expected, so without a stack trace. */
public final class ProblemException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final ProblemCode code;
    private final String detail;
    private final transient List<FieldError> errors;
    private final transient @Nullable Duration retryAfter;
    private final @Nullable String error;

    /** Says why, in a sentence for the client. */
    public ProblemException(ProblemCode code, String detail) {
        this(code, detail, List.of(), null, null);
    }

    /** Says what is wrong with which fields. */
    public ProblemException(String detail, List<FieldError> errors) {
        this(ProblemCode.INVALID_ARGUMENT, detail, errors, null, null);
    }

    private ProblemException(
            ProblemCode code,
            String detail,
            List<FieldError> errors,
            @Nullable Duration retryAfter,
            @Nullable String error) {
        super(detail, null, false, false);
        this.code = code;
        this.detail = detail;
        this.errors = List.copyOf(errors);
        this.retryAfter = retryAfter;
        this.error = error;
    }

    /** Too much, or not now: the client is told when to come back. */
    public static ProblemException retry(ProblemCode code, String detail, Duration retryAfter) {
        return new ProblemException(code, detail, List.of(), retryAfter, null);
    }

    /** With the member {@code error} beside, which clients of an old interface look for. */
    public static ProblemException withError(ProblemCode code, String detail, String error) {
        return new ProblemException(code, detail, List.of(), null, error);
    }

    /** Why. */
    public ProblemCode code() {
        return code;
    }

    /** The sentence for the client. */
    public String detail() {
        return detail;
    }

    /** The fields that are wrong; may be empty. */
    public List<FieldError> errors() {
        return errors;
    }

    /** What clients of an old interface look for. */
    public Optional<String> error() {
        return Optional.ofNullable(error);
    }

    /** When to come back. */
    public Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }
}
