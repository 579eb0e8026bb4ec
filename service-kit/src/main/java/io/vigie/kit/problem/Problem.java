package io.vigie.kit.problem;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.vigie.kit.logging.SecretMask;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * The body of an error, {@code application/problem+json} (RFC 9457).
 *
 * @param type a stable URN, one per code
 * @param title the same for every occurrence
 * @param status the HTTP status
 * @param detail what was wrong this time
 * @param instance the path of the request, keys in it masked
 * @param code {@link ProblemCode#code()}
 * @param traceId finds the request in the logs
 * @param errors what is wrong with which field; left out where none is named
 * @param error the word that clients of old interfaces look for; left out elsewhere
 */
@JsonPropertyOrder({"type", "title", "status", "detail", "instance", "code", "traceId", "errors", "error"})
public record Problem(
        String type,
        String title,
        int status,
        String detail,
        String instance,
        String code,
        String traceId,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<FieldError> errors,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String error) {

    private static final JsonMapper JSON = new JsonMapper();

    /** Copies what may change. */
    public Problem {
        errors = List.copyOf(errors);
    }

    /** The problem of a request. */
    public static Problem of(ProblemException cause, String instance, String traceId) {
        ProblemCode code = cause.code();
        return new Problem(
                code.type(),
                code.title(),
                code.status(),
                cause.detail(),
                SecretMask.mask(instance),
                code.code(),
                traceId,
                cause.errors(),
                cause.error().orElse(null));
    }

    /** As UTF-8 JSON. */
    public byte[] toJson() {
        return JSON.writeValueAsBytes(this);
    }
}
