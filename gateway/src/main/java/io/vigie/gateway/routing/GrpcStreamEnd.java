package io.vigie.gateway.routing;

import io.vigie.gateway.door.Grpc;
import io.vigie.kit.problem.ProblemCode;
import io.vigie.kit.problem.ProblemException;
import org.reactivestreams.Publisher;
import org.springframework.cloud.gateway.filter.GatewayFilter;
import org.springframework.cloud.gateway.filter.GatewayFilterChain;
import org.springframework.cloud.gateway.filter.NettyWriteResponseFilter;
import org.springframework.core.Ordered;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.http.server.reactive.ServerHttpResponseDecorator;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** When the service dies in the middle of a stream, the caller's stream ends with UNAVAILABLE and not with a torn connection. */
final class GrpcStreamEnd implements GatewayFilter, Ordered {

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, GatewayFilterChain chain) {
        return chain.filter(exchange.mutate().response(new Ending(exchange)).build());
    }

    @Override
    public int getOrder() {
        return NettyWriteResponseFilter.WRITE_RESPONSE_FILTER_ORDER - 1;
    }

    private static final class Ending extends ServerHttpResponseDecorator {

        private final ServerWebExchange exchange;

        Ending(ServerWebExchange exchange) {
            super(exchange.getResponse());
            this.exchange = exchange;
        }

        @Override
        public Mono<Void> writeAndFlushWith(Publisher<? extends Publisher<? extends DataBuffer>> body) {
            ServerHttpResponse response = getDelegate();
            return response.writeAndFlushWith(Flux.<Publisher<? extends DataBuffer>>from(body)
                    .onErrorResume(error -> {
                        Grpc.trailers(
                                exchange,
                                Grpc.status(new ProblemException(
                                        ProblemCode.UNAVAILABLE, "the service behind the gateway went away")));
                        return Flux.empty();
                    }));
        }
    }
}
