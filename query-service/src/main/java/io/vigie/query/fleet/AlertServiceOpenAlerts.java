package io.vigie.query.fleet;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.reactor.circuitbreaker.operator.CircuitBreakerOperator;
import io.vigie.kit.identity.IdentityTokens;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

/** Asks alert-service. While that is away, sites are shown without their alerts. */
final class AlertServiceOpenAlerts implements OpenAlerts {

    private static final Logger log = LoggerFactory.getLogger(AlertServiceOpenAlerts.class);
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final Duration REST = Duration.ofSeconds(5);
    private static final int MOST_BYTES = 16 * 1024 * 1024;

    private final WebClient alerts;
    private final CircuitBreaker breaker = CircuitBreaker.of(
            "alert-service",
            CircuitBreakerConfig.custom()
                    .slidingWindowSize(10)
                    .waitDurationInOpenState(REST)
                    .build());

    AlertServiceOpenAlerts(URI service) {
        alerts = WebClient.builder()
                .baseUrl(service.toString())
                .codecs(codecs -> codecs.defaultCodecs().maxInMemorySize(MOST_BYTES))
                .build();
        breaker.getEventPublisher()
                .onStateTransition(change -> log.warn(
                        "alert-service: {}; without it sites are shown without alerts", change.getStateTransition()));
    }

    @Override
    public Mono<List<JsonNode>> seenBy(String token) {
        return alerts.get()
                .uri("/api/alerts")
                .header(IdentityTokens.HEADER, token)
                .retrieve()
                .bodyToFlux(JsonNode.class)
                .collectList()
                .timeout(PATIENCE)
                .transformDeferred(CircuitBreakerOperator.of(breaker))
                .onErrorResume(error -> {
                    log.debug("alert-service does not list the open alerts", error);
                    return Mono.just(List.of());
                });
    }
}
