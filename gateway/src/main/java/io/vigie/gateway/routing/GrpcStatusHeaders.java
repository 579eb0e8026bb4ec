package io.vigie.gateway.routing;

import io.vigie.gateway.door.Grpc;
import java.util.Locale;
import java.util.Set;
import org.springframework.cloud.gateway.filter.headers.HttpHeadersFilter;
import org.springframework.core.Ordered;
import org.springframework.http.HttpHeaders;
import org.springframework.web.server.ServerWebExchange;

/**
 * Passes on everything that a service says when it ends a call without a message. There the status and what belongs to it
 * stand in the header block; Spring Cloud Gateway's own filter takes two of them over into the trailers, and loses
 * {@code grpc-status-details-bin} and with it when to try again.
 */
final class GrpcStatusHeaders implements HttpHeadersFilter, Ordered {

    private static final String STATUS = "grpc-status";
    /** These belong to the answer itself and are no trailers. */
    private static final Set<String> OF_THE_ANSWER = Set.of(
            "content-type", "content-length", "content-encoding", "transfer-encoding", "trailer", "date", "vary");

    @Override
    public HttpHeaders filter(HttpHeaders answer, ServerWebExchange exchange) {
        if (!Grpc.isCall(exchange) || !answer.containsHeader(STATUS)) {
            return answer;
        }
        HttpHeaders headers = new HttpHeaders();
        HttpHeaders trailers = new HttpHeaders();
        answer.forEach((name, values) -> (isTrailer(name) ? trailers : headers).addAll(name, values));
        Grpc.trailers(exchange, trailers);
        return headers;
    }

    private static boolean isTrailer(String name) {
        return !OF_THE_ANSWER.contains(name.toLowerCase(Locale.ROOT));
    }

    @Override
    public boolean supports(Type type) {
        return type == Type.RESPONSE;
    }

    /** After Spring Cloud Gateway's own, whose trailers these replace. */
    @Override
    public int getOrder() {
        return 1;
    }
}
