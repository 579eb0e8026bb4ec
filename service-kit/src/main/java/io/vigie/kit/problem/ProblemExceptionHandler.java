package io.vigie.kit.problem;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.MethodParameter;
import org.springframework.core.Ordered;
import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.http.HttpStatusCode;
import org.springframework.web.ErrorResponse;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.support.WebExchangeBindException;
import org.springframework.web.method.annotation.HandlerMethodValidationException;
import org.springframework.web.server.MissingRequestValueException;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.ServerWebInputException;
import org.springframework.web.server.WebExceptionHandler;
import org.springframework.web.util.DisconnectedClientHelper;
import reactor.core.publisher.Mono;
import tools.jackson.core.JacksonException;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;

/**
 * Renders every error of a WebFlux service as problem details. What a driver, a parser or a bug said stays in the log: the client
 * gets a sentence of ours and the trace id.
 */
public final class ProblemExceptionHandler implements WebExceptionHandler, Ordered {

    private static final Logger log = LoggerFactory.getLogger(ProblemExceptionHandler.class);

    private static final Map<ProblemCode, String> DETAILS = Map.of(
            ProblemCode.NOT_FOUND, "Nothing is served at this path",
            ProblemCode.METHOD_NOT_ALLOWED, "The header Allow says what is",
            ProblemCode.NOT_ACCEPTABLE, "The header Accept asks for what is not made here",
            ProblemCode.UNSUPPORTED_MEDIA_TYPE, "The header Accept of this answer says what is understood",
            ProblemCode.PAYLOAD_TOO_LARGE, "The body is larger than the limit of this path",
            ProblemCode.INTERNAL, "The trace id finds it in the log",
            ProblemCode.UNAVAILABLE, "Come back later",
            ProblemCode.DEADLINE_EXCEEDED, "It took too long and was given up");

    @Override
    public Mono<Void> handle(ServerWebExchange exchange, Throwable error) {
        if (exchange.getResponse().isCommitted()) {
            return Mono.error(error);
        }
        ProblemException problem = explain(error);
        if (problem.code() == ProblemCode.INTERNAL) {
            log.error(
                    "{} {} failed, trace {}",
                    exchange.getRequest().getMethod(),
                    exchange.getRequest().getPath().value(),
                    TraceId.of(exchange),
                    error);
        } else if (DisconnectedClientHelper.isClientDisconnectedException(error)) {
            log.debug(
                    "{} {}: the other side went away",
                    exchange.getRequest().getMethod(),
                    exchange.getRequest().getPath(),
                    error);
        }
        if (error instanceof ErrorResponse response) {
            exchange.getResponse().getHeaders().addAll(response.getHeaders());
        }
        return ProblemWriter.write(exchange, problem);
    }

    /** What the client is told about an error. */
    public static ProblemException explain(Throwable error) {
        return switch (error) {
            case ProblemException problem -> problem;
            case WebExchangeBindException invalid ->
                new ProblemException("The request is not valid", fieldErrors(invalid.getFieldErrors()));
            case HandlerMethodValidationException invalid ->
                new ProblemException("The request is not valid", parameterErrors(invalid));
            case MissingRequestValueException missing ->
                new ProblemException("A value is missing", List.of(new FieldError(missing.getName(), "must be given")));
            case ServerWebInputException input -> unreadable(input);
            case DataBufferLimitException tooLarge -> problem(ProblemCode.PAYLOAD_TOO_LARGE);
            case ErrorResponse response -> problem(codeOf(response.getStatusCode()));
            case java.net.ConnectException refused -> problem(ProblemCode.UNAVAILABLE);
            case java.util.concurrent.TimeoutException late -> problem(ProblemCode.DEADLINE_EXCEEDED);
            // No fault of ours: mostly a browser that went away, and then nobody reads this.
            case Throwable gone
            when DisconnectedClientHelper.isClientDisconnectedException(gone) -> problem(ProblemCode.UNAVAILABLE);
            default -> problem(ProblemCode.INTERNAL);
        };
    }

    private static ProblemException problem(ProblemCode code) {
        return new ProblemException(code, DETAILS.getOrDefault(code, code.title()));
    }

    private static ProblemCode codeOf(HttpStatusCode status) {
        for (ProblemCode code : ProblemCode.values()) {
            if (code.status() == status.value()) {
                return code;
            }
        }
        return status.is4xxClientError() ? ProblemCode.INVALID_ARGUMENT : ProblemCode.INTERNAL;
    }

    private static ProblemException unreadable(ServerWebInputException input) {
        if (causeOf(input, DataBufferLimitException.class).isPresent()) {
            return problem(ProblemCode.PAYLOAD_TOO_LARGE);
        }
        Optional<ProblemException> ours = causeOf(input, ProblemException.class);
        if (ours.isPresent()) {
            return ours.get();
        }
        Optional<StreamReadException> malformed = causeOf(input, StreamReadException.class);
        if (malformed.isPresent()) {
            return new ProblemException(
                    ProblemCode.INVALID_ARGUMENT, "The body is not valid JSON" + position(malformed.get()));
        }
        return causeOf(input, JacksonException.class)
                .map(mismatch -> new ProblemException(
                        "The body is not what is expected here",
                        List.of(new FieldError(pathOf(mismatch), fault(mismatch)))))
                .orElseGet(() -> unreadableParameter(input.getMethodParameter()));
    }

    private static String fault(JacksonException mismatch) {
        return mismatch instanceof UnrecognizedPropertyException
                ? "is not known here"
                : "has a type that is not expected here";
    }

    private static ProblemException unreadableParameter(@Nullable MethodParameter parameter) {
        if (parameter == null) {
            return new ProblemException(ProblemCode.INVALID_ARGUMENT, "The request can't be read");
        }
        FieldError fault = parameter.hasParameterAnnotation(RequestBody.class)
                ? new FieldError("body", "must be given")
                : new FieldError(String.valueOf(parameter.getParameterName()), "has a value that is not expected here");
        return new ProblemException("The request is not valid", List.of(fault));
    }

    private static String position(JacksonException error) {
        var location = error.getLocation();
        return location == null ? "" : ": line " + location.getLineNr() + ", column " + location.getColumnNr();
    }

    private static String pathOf(JacksonException mismatch) {
        StringBuilder path = new StringBuilder();
        for (JacksonException.Reference step : mismatch.getPath()) {
            if (step.getPropertyName() == null) {
                path.append('[').append(step.getIndex()).append(']');
            } else {
                path.append(path.isEmpty() ? "" : ".").append(step.getPropertyName());
            }
        }
        return path.isEmpty() ? "body" : path.toString();
    }

    private static List<FieldError> fieldErrors(List<org.springframework.validation.FieldError> invalid) {
        return invalid.stream()
                .map(error -> new FieldError(error.getField(), sentence(error.getDefaultMessage())))
                .toList();
    }

    private static List<FieldError> parameterErrors(HandlerMethodValidationException invalid) {
        List<FieldError> errors = new ArrayList<>();
        invalid.getParameterValidationResults()
                .forEach(result -> result.getResolvableErrors().forEach(error -> {
                    String name = error instanceof org.springframework.validation.FieldError field
                            ? field.getField()
                            : String.valueOf(result.getMethodParameter().getParameterName());
                    errors.add(new FieldError(name, sentence(error.getDefaultMessage())));
                }));
        return errors;
    }

    private static String sentence(@Nullable String message) {
        return message == null ? "is not valid" : message;
    }

    private static <T extends Throwable> Optional<T> causeOf(Throwable error, Class<T> type) {
        for (Throwable cause = error; cause != null; cause = cause.getCause()) {
            if (type.isInstance(cause)) {
                return Optional.of(type.cast(cause));
            }
        }
        return Optional.empty();
    }

    /** Before Spring Boot's own handler, which renders its own shape. */
    @Override
    public int getOrder() {
        return -2;
    }
}
