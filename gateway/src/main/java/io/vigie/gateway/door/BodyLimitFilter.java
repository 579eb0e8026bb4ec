package io.vigie.gateway.door;

import io.vigie.kit.problem.ProblemCode;
import io.vigie.kit.problem.ProblemException;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.springframework.core.Ordered;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpRequestDecorator;
import org.springframework.util.unit.DataSize;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Bodies are of limited size and come without long pauses. gRPC streams are neither; their service limits each message. */
final class BodyLimitFilter implements WebFilter, Ordered {

    static final int ORDER = Ordered.HIGHEST_PRECEDENCE + 1;

    private final long mostBytes;
    private final Duration pause;

    BodyLimitFilter(DataSize most, Duration pause) {
        this.mostBytes = most.toBytes();
        this.pause = pause;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        if (Grpc.isCall(exchange)) {
            return chain.filter(exchange);
        }
        if (exchange.getRequest().getHeaders().getContentLength() > mostBytes) {
            return Mono.error(tooLarge());
        }
        return chain.filter(
                exchange.mutate().request(new Limited(exchange.getRequest())).build());
    }

    private ProblemException tooLarge() {
        return new ProblemException(ProblemCode.PAYLOAD_TOO_LARGE, "A body may have at most " + mostBytes + " bytes");
    }

    private ProblemException tooSlow() {
        return new ProblemException(
                ProblemCode.INVALID_ARGUMENT, "The body paused for more than " + pause.toSeconds() + " s");
    }

    @Override
    public int getOrder() {
        return ORDER;
    }

    private final class Limited extends ServerHttpRequestDecorator {

        private final AtomicLong bytes = new AtomicLong();

        Limited(ServerHttpRequest request) {
            super(request);
        }

        @Override
        public Flux<DataBuffer> getBody() {
            return super.getBody()
                    .doOnNext(this::count)
                    .doOnDiscard(DataBuffer.class, DataBufferUtils::release)
                    .timeout(pause)
                    .onErrorMap(TimeoutException.class, error -> tooSlow());
        }

        private void count(DataBuffer buffer) {
            if (bytes.addAndGet(buffer.readableByteCount()) > mostBytes) {
                DataBufferUtils.release(buffer);
                throw tooLarge();
            }
        }
    }
}
