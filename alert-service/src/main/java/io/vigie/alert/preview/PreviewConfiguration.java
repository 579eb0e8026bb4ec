package io.vigie.alert.preview;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowType;
import io.vigie.kit.problem.ProblemCode;
import io.vigie.kit.problem.ProblemException;
import java.net.URI;
import java.time.Duration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.client.ReactorResourceFactory;
import org.springframework.http.client.reactive.ReactorClientHttpConnector;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(PreviewSettings.class)
class PreviewConfiguration {

    private static final int LARGEST_ANSWER = 32 * 1024 * 1024;

    @Bean
    PastSeries pastSeries(PreviewSettings settings, ReactorResourceFactory resources) {
        URI address = settings.queryUrl();
        if (address == null) {
            return question -> Mono.error(new ProblemException(
                    ProblemCode.UNAVAILABLE, "vigie.alert.query-url is not set: there is no past data to ask for"));
        }
        HttpClient http = HttpClient.create().runOn(resources.getLoopResources());
        WebClient client = WebClient.builder()
                .baseUrl(address.toString())
                .clientConnector(new ReactorClientHttpConnector(http))
                .codecs(codecs -> codecs.defaultCodecs().maxInMemorySize(LARGEST_ANSWER))
                .build();
        CircuitBreaker breaker = CircuitBreaker.of(
                "query-service",
                CircuitBreakerConfig.custom()
                        .slidingWindow(10, 5, SlidingWindowType.COUNT_BASED)
                        .waitDurationInOpenState(Duration.ofSeconds(5))
                        .permittedNumberOfCallsInHalfOpenState(2)
                        .build());
        return new GraphQlPastSeries(client, breaker, settings.queryTimeout());
    }
}
