package io.vigie.query.owner;

import io.vigie.kit.problem.FieldError;
import io.vigie.kit.problem.ProblemCode;
import io.vigie.kit.problem.ProblemException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.springframework.http.HttpHeaders;
import org.springframework.web.reactive.function.client.ClientResponse;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** An answer of an owner that is not what was asked for: problem details, mostly. */
record Refusal(String owner, int status, ClientResponse.Headers headers, byte[] body) {

    private static final String EXPIRED =
            "A WebSocket answers what other services own for 5 minutes after it was opened: "
                    + "ask over HTTP, or open a new one";

    /** The same with its code, detail and fields. */
    ProblemException problem(Question question, Asker asker) {
        JsonNode details = details();
        ProblemCode code = code(details.path("code").asString(""));
        if (code == ProblemCode.UNAUTHENTICATED && asker.overSocket()) {
            return new ProblemException(code, EXPIRED);
        }
        String detail = details.path("detail").asString("");
        String said = detail.isEmpty() ? "The " + owner + " answered with status " + status : detail;
        List<FieldError> errors = errors(details, question);
        if (code == ProblemCode.INVALID_ARGUMENT && !errors.isEmpty()) {
            return new ProblemException(said, errors);
        }
        long seconds = retryAfter();
        return seconds > 0
                ? ProblemException.retry(code, said, Duration.ofSeconds(seconds))
                : new ProblemException(code, said);
    }

    private JsonNode details() {
        try {
            return Owner.json().readTree(body);
        } catch (JacksonException e) {
            return Owner.json().missingNode();
        }
    }

    private ProblemCode code(String word) {
        for (ProblemCode code : ProblemCode.values()) {
            if (word.isEmpty() ? code.status() == status : code.code().equals(word.toLowerCase(Locale.ROOT))) {
                return code;
            }
        }
        return status / 100 == 4 ? ProblemCode.INVALID_ARGUMENT : ProblemCode.INTERNAL;
    }

    private static List<FieldError> errors(JsonNode details, Question question) {
        List<FieldError> errors = new ArrayList<>();
        for (JsonNode error : details.path("errors")) {
            errors.add(new FieldError(
                    question.fieldName(error.path("field").asString("")),
                    error.path("detail").asString("")));
        }
        return errors;
    }

    private long retryAfter() {
        List<String> given = headers.header(HttpHeaders.RETRY_AFTER);
        return given.isEmpty() || !given.getFirst().matches("[0-9]{1,6}") ? 0 : Long.parseLong(given.getFirst());
    }
}
