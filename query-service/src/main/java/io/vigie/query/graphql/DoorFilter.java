package io.vigie.query.graphql;

import io.vigie.kit.problem.ProblemCode;
import io.vigie.kit.problem.ProblemException;
import java.util.List;
import org.springframework.core.codec.DecodingException;
import org.springframework.http.HttpMethod;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.server.MethodNotAllowedException;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.ServerWebInputException;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/** Refuses with a problem what GraphQL's own handlers would answer without a body, or take for a fault of ours. */
final class DoorFilter implements WebFilter {

    private static final String PATH = "/graphql";
    private static final List<MediaType> ANSWERS =
            List.of(MediaType.APPLICATION_JSON, MediaType.APPLICATION_GRAPHQL_RESPONSE, MediaType.TEXT_EVENT_STREAM);

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        ServerHttpRequest request = exchange.getRequest();
        if (!request.getPath().value().equals(PATH) || isWebSocketHandshake(request)) {
            return chain.filter(exchange);
        }
        if (!request.getMethod().equals(HttpMethod.POST)) {
            return Mono.error(new MethodNotAllowedException(request.getMethod(), List.of(HttpMethod.POST)));
        }
        return Mono.fromRunnable(() -> check(request))
                .then(chain.filter(exchange))
                .onErrorMap(
                        DecodingException.class, e -> new ServerWebInputException("the body can't be read", null, e))
                .then(Mono.defer(() -> refuseUnanswered(exchange)));
    }

    private static boolean isWebSocketHandshake(ServerHttpRequest request) {
        return request.getMethod().equals(HttpMethod.GET)
                && "websocket".equalsIgnoreCase(request.getHeaders().getUpgrade());
    }

    private static void check(ServerHttpRequest request) {
        try {
            MediaType type = request.getHeaders().getContentType();
            if (type == null || !MediaType.APPLICATION_JSON.includes(type)) {
                throw new ProblemException(
                        ProblemCode.UNSUPPORTED_MEDIA_TYPE, "Content-Type: only application/json is allowed");
            }
        } catch (InvalidMediaTypeException e) {
            throw new ProblemException(ProblemCode.UNSUPPORTED_MEDIA_TYPE, "Content-Type: is not a media type");
        }
        try {
            List<MediaType> accepted = request.getHeaders().getAccept();
            if (!accepted.isEmpty() && accepted.stream().noneMatch(DoorFilter::isAnswer)) {
                throw new ProblemException(
                        ProblemCode.NOT_ACCEPTABLE,
                        "Accept: one of application/json, application/graphql-response+json, text/event-stream is needed");
            }
        } catch (InvalidMediaTypeException e) {
            throw new ProblemException(ProblemCode.NOT_ACCEPTABLE, "Accept: is not a list of media types");
        }
    }

    private static boolean isAnswer(MediaType accepted) {
        return ANSWERS.stream().anyMatch(accepted::isCompatibleWith);
    }

    /** A body that is empty or {@code null} would get an empty answer. */
    private static Mono<Void> refuseUnanswered(ServerWebExchange exchange) {
        return exchange.getResponse().isCommitted()
                ? Mono.empty()
                : Mono.error(new ProblemException(ProblemCode.INVALID_ARGUMENT, "The body holds no request"));
    }
}
