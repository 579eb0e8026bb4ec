package io.vigie.gateway.door;

import io.vigie.kit.problem.ProblemExceptionHandler;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebExceptionHandler;
import reactor.core.publisher.Mono;

/** A gRPC call is refused in gRPC's own words; everything else is left to the problem details of all services. */
@Component
@Order(DoorErrors.BEFORE_PROBLEM_DETAILS)
final class DoorErrors implements WebExceptionHandler {

    static final int BEFORE_PROBLEM_DETAILS = -10;

    @Override
    public Mono<Void> handle(ServerWebExchange exchange, Throwable error) {
        if (exchange.getResponse().isCommitted() || !Grpc.isCall(exchange)) {
            return Mono.error(error);
        }
        return Grpc.refuse(exchange, ProblemExceptionHandler.explain(error));
    }
}
