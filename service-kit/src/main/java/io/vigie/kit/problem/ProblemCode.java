package io.vigie.kit.problem;

import java.util.Locale;

/**
 * Why a request was not served: the same words over HTTP (member {@code code}), GraphQL ({@code extensions.code}) and gRPC.
 */
public enum ProblemCode {
    INVALID_ARGUMENT(400, "The request is not valid"),
    UNAUTHENTICATED(401, "A valid credential is needed"),
    PERMISSION_DENIED(403, "The credential does not allow this"),
    NOT_FOUND(404, "There is no such thing"),
    METHOD_NOT_ALLOWED(405, "This method is not allowed here"),
    NOT_ACCEPTABLE(406, "No such representation"),
    ALREADY_EXISTS(409, "It exists already"),
    FAILED_PRECONDITION(409, "What it is now does not allow this"),
    PAYLOAD_TOO_LARGE(413, "The request is too large"),
    UNSUPPORTED_MEDIA_TYPE(415, "This media type is not understood"),
    RESOURCE_EXHAUSTED(429, "Too many requests"),
    INTERNAL(500, "Something went wrong on our side"),
    UNAVAILABLE(503, "Not available now"),
    DEADLINE_EXCEEDED(504, "No answer in time");

    private final int status;
    private final String title;

    ProblemCode(int status, String title) {
        this.status = status;
        this.title = title;
    }

    /** The HTTP status. */
    public int status() {
        return status;
    }

    /** A short sentence for people, the same for every occurrence. */
    public String title() {
        return title;
    }

    /** The member {@code type}: {@code urn:vigie:problem:invalid-argument} and so on. */
    public String type() {
        return "urn:vigie:problem:" + name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The member {@code code}: {@code invalid_argument} and so on. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
