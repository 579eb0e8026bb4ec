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

    /** Says why, in a sentence for the client. */
    public ProblemException(ProblemCode code, String detail) {
        this(code, detail, List.of(), null);
    }

    /** Says what is wrong with which fields. */
    public ProblemException(String detail, List<FieldError> errors) {
        this(ProblemCode.INVALID_ARGUMENT, detail, errors, null);
    }

    private ProblemException(ProblemCode code, String detail, List<FieldError> errors, @Nullable Duration retryAfter) {
        super(detail, null, false, false);
        this.code = code;
        this.detail = detail;
        this.errors = List.copyOf(errors);
        this.retryAfter = retryAfter;
    }

    /** Too much, or not now: the client is told when to come back. */
    public static ProblemException retry(ProblemCode code, String detail, Duration retryAfter) {
        return new ProblemException(code, detail, List.of(), retryAfter);
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

    /** When to come back. */
    public Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }
}
