package io.vigie.gateway.routing;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowType;
import io.vigie.kit.problem.ProblemCode;
import io.vigie.kit.problem.ProblemException;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.cloud.gateway.filter.GatewayFilter;
import org.springframework.cloud.gateway.filter.GatewayFilterChain;
import org.springframework.cloud.gateway.filter.NettyWriteResponseFilter;
import org.springframework.core.Ordered;
import org.springframework.http.HttpStatus;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;
import reactor.core.publisher.SignalType;

/**
 * Stands in front of one service. When half of the last calls got no answer it lets none through for some seconds, then a
 * few. What goes wrong with the service becomes 503 or 504 with the time to try again.
 *
 * <p>A call has succeeded when its answer begins: how a stream of hours ends says nothing about the service.
 */
final class UpstreamGuard implements GatewayFilter, Ordered {

    private static final Logger log = LoggerFactory.getLogger(UpstreamGuard.class);

    static final Duration REST = Duration.ofSeconds(5);
    private static final Duration SOON = Duration.ofSeconds(2);

    private final String service;
    private final CircuitBreaker breaker;

    UpstreamGuard(String service) {
        this.service = service;
        this.breaker = CircuitBreaker.of(
                service,
                CircuitBreakerConfig.custom()
                        .slidingWindow(20, 10, SlidingWindowType.COUNT_BASED)
                        .failureRateThreshold(50)
                        .waitDurationInOpenState(REST)
                        .automaticTransitionFromOpenToHalfOpenEnabled(false)
                        .permittedNumberOfCallsInHalfOpenState(3)
                        .build());
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, GatewayFilterChain chain) {
        if (!breaker.tryAcquirePermission()) {
            return Mono.error(
                    ProblemException.retry(ProblemCode.UNAVAILABLE, service + " has not answered lately", REST));
        }
        Call call = new Call(breaker);
        exchange.getResponse().beforeCommit(() -> Mono.fromRunnable(call::answered));
        return chain.filter(exchange)
                .onErrorMap(error -> !exchange.getResponse().isCommitted(), this::refusal)
                .doOnError(error -> call.failed(error))
                .doFinally(call::ended);
    }

    /** Around the filter that writes the answer, so that it sees how writing ends. */
    @Override
    public int getOrder() {
        return NettyWriteResponseFilter.WRITE_RESPONSE_FILTER_ORDER - 1;
    }

    private Throwable refusal(Throwable error) {
        if (error instanceof ResponseStatusException timeout && timeout.getStatusCode() == HttpStatus.GATEWAY_TIMEOUT) {
            return new ProblemException(ProblemCode.DEADLINE_EXCEEDED, service + " did not answer in time");
        }
        if (error instanceof IOException) {
            // Said here, as the answer names no cause: it is none of the client's business.
            log.debug("{} is not reachable: {}", service, error.toString());
            return ProblemException.retry(ProblemCode.UNAVAILABLE, service + " is not reachable", SOON);
        }
        return error;
    }

    /** One permission of the breaker: given back exactly once, with what came of it. */
    private static final class Call {

        private final CircuitBreaker breaker;
        private final long start;
        private final AtomicBoolean open = new AtomicBoolean(true);

        Call(CircuitBreaker breaker) {
            this.breaker = breaker;
            this.start = breaker.getCurrentTimestamp();
        }

        void answered() {
            if (open.compareAndSet(true, false)) {
                breaker.onSuccess(breaker.getCurrentTimestamp() - start, breaker.getTimestampUnit());
            }
        }

        void failed(Throwable error) {
            boolean ofTheService =
                    error instanceof ProblemException refusal && refusal.code().status() >= 500;
            if (ofTheService && open.compareAndSet(true, false)) {
                breaker.onError(breaker.getCurrentTimestamp() - start, breaker.getTimestampUnit(), error);
            }
        }

        /** Cancelled by the client, or refused for the client's own fault: says nothing about the service. */
        void ended(SignalType signal) {
            if (open.compareAndSet(true, false)) {
                breaker.releasePermission();
            }
        }
    }
}
