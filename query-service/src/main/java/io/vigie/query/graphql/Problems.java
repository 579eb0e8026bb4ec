package io.vigie.query.graphql;

import graphql.GraphQLError;
import graphql.GraphqlErrorBuilder;
import graphql.execution.AbortExecutionException;
import graphql.schema.DataFetchingEnvironment;
import io.vigie.kit.problem.FieldError;
import io.vigie.kit.problem.ProblemCode;
import io.vigie.kit.problem.ProblemException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.graphql.execution.ErrorType;
import org.springframework.validation.BindException;

/** Problems as GraphQL errors: {@code extensions} has {@code code}, and {@code errors} and {@code retryAfterMs} where there are some. */
final class Problems {

    private static final Logger LOG = LoggerFactory.getLogger(Problems.class);

    private Problems() {}

    /** The error for what a data fetcher threw; what is not expected is logged and not shown. */
    static GraphQLError of(Throwable cause, @Nullable DataFetchingEnvironment environment) {
        ProblemException problem = problem(cause);
        GraphqlErrorBuilder<?> error =
                environment == null ? GraphqlErrorBuilder.newError() : GraphqlErrorBuilder.newError(environment);
        return error.message(problem.detail())
                .errorType(typeOf(problem.code()))
                .extensions(extensions(problem))
                .build();
    }

    private static ProblemException problem(Throwable cause) {
        if (cause instanceof ProblemException expected) {
            return expected;
        }
        if (cause instanceof BindException binding) {
            return new ProblemException(
                    "The arguments are not valid",
                    binding.getFieldErrors().stream()
                            .map(field -> new FieldError(field.getField(), "is not valid"))
                            .toList());
        }
        if (cause instanceof AbortExecutionException) {
            // Whoever asked has gone away: nobody reads this, and nothing is wrong.
            return new ProblemException(ProblemCode.UNAVAILABLE, "The request was cancelled");
        }
        LOG.error("A field could not be answered", cause);
        return new ProblemException(ProblemCode.INTERNAL, ProblemCode.INTERNAL.title());
    }

    private static Map<String, Object> extensions(ProblemException problem) {
        Map<String, Object> extensions = new HashMap<>();
        extensions.put("code", problem.code().code());
        if (!problem.errors().isEmpty()) {
            List<Map<String, String>> errors = problem.errors().stream()
                    .map(error -> Map.of("field", error.field(), "detail", error.detail()))
                    .toList();
            extensions.put("errors", errors);
        }
        problem.retryAfter().ifPresent(after -> extensions.put("retryAfterMs", after.toMillis()));
        return extensions;
    }

    private static ErrorType typeOf(ProblemCode code) {
        return switch (code) {
            case UNAUTHENTICATED -> ErrorType.UNAUTHORIZED;
            case PERMISSION_DENIED -> ErrorType.FORBIDDEN;
            case NOT_FOUND -> ErrorType.NOT_FOUND;
            case INVALID_ARGUMENT,
                    ALREADY_EXISTS,
                    FAILED_PRECONDITION,
                    METHOD_NOT_ALLOWED,
                    NOT_ACCEPTABLE,
                    PAYLOAD_TOO_LARGE,
                    UNSUPPORTED_MEDIA_TYPE -> ErrorType.BAD_REQUEST;
            case RESOURCE_EXHAUSTED, INTERNAL, UNAVAILABLE, DEADLINE_EXCEEDED -> ErrorType.INTERNAL_ERROR;
        };
    }

    /** An error of the engine itself (syntax, validation, limits), with a code. */
    static GraphQLError withCode(GraphQLError error) {
        Map<String, Object> given = error.getExtensions();
        if (given != null && given.containsKey("code")) {
            return error;
        }
        Map<String, Object> extensions = given == null ? new HashMap<>() : new HashMap<>(given);
        boolean fault = error.getErrorType() == graphql.ErrorType.DataFetchingException
                || error.getErrorType() == graphql.ErrorType.NullValueInNonNullableField
                || error.getErrorType() == ErrorType.INTERNAL_ERROR;
        extensions.put("code", (fault ? ProblemCode.INTERNAL : ProblemCode.INVALID_ARGUMENT).code());
        return GraphqlErrorBuilder.newError()
                .message(error.getMessage())
                .errorType(error.getErrorType())
                .locations(error.getLocations() == null ? List.of() : error.getLocations())
                .path(error.getPath() == null ? List.of() : error.getPath())
                .extensions(extensions)
                .build();
    }
}
