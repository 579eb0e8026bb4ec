package io.vigie.gateway.door;

import io.vigie.kit.problem.ProblemExceptionHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.annotation.Order;
import org.springframework.http.server.reactive.ServerHttpResponseDecorator;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebExceptionHandler;
import reactor.core.publisher.Mono;
import reactor.netty.Connection;
import reactor.netty.http.server.HttpServerResponse;

/**
 * A gRPC call is refused in gRPC's own words, who is gone or has been answered by Netty gets nothing more; everything else is left
 * to the problem details of all services.
 */
@Component
@Order(DoorErrors.BEFORE_PROBLEM_DETAILS)
final class DoorErrors implements WebExceptionHandler {

    static final int BEFORE_PROBLEM_DETAILS = -10;

    private static final Logger log = LoggerFactory.getLogger(DoorErrors.class);

    @Override
    public Mono<Void> handle(ServerWebExchange exchange, Throwable error) {
        if (!exchange.getResponse().isCommitted() && isOver(exchange)) {
            log.debug("{} was broken off by its client", exchange.getRequest().getPath(), error);
            return Mono.empty();
        }
        if (exchange.getResponse().isCommitted() || !Grpc.isCall(exchange)) {
            return Mono.error(error);
        }
        return Grpc.refuse(exchange, ProblemExceptionHandler.explain(error));
    }

    /** The client closed the connection, or sent a body that is no HTTP, in the middle of its request. */
    private static boolean isOver(ServerWebExchange exchange) {
        HttpServerResponse response = ServerHttpResponseDecorator.getNativeResponse(exchange.getResponse());
        return response.hasSentHeaders()
                || (response instanceof Connection connection
                        && !connection.channel().isActive());
    }
}
