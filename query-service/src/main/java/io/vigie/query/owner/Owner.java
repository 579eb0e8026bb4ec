package io.vigie.query.owner;

import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.reactor.circuitbreaker.operator.CircuitBreakerOperator;
import io.vigie.kit.identity.IdentityTokens;
import io.vigie.kit.problem.ProblemCode;
import io.vigie.kit.problem.ProblemException;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.MediaType;
import org.springframework.http.client.ReactorResourceFactory;
import org.springframework.http.client.reactive.ReactorClientHttpConnector;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.reactive.function.client.WebClientRequestException;
import reactor.core.publisher.Mono;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * A service that is asked for what it owns, in the name of who asks. What it refuses is refused with its own words ({@link
 * ProblemException}); while it is away that is {@code UNAVAILABLE}, and {@code DEADLINE_EXCEEDED} where it has not answered in time.
 * Nothing is asked twice.
 */
public final class Owner {

    private static final Logger log = LoggerFactory.getLogger(Owner.class);

    private static final Duration REST = Duration.ofSeconds(5);
    private static final int CALLS_LOOKED_AT = 10;
    private static final int MOST_BYTES = 16 * 1024 * 1024;

    /** What owners write in small letters are enums here. */
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
            .build();

    private final String name;
    private final @Nullable WebClient client;
    private final CircuitBreaker breaker;

    Owner(String name, @Nullable URI url, ReactorResourceFactory resources) {
        this.name = name;
        this.client = url == null ? null : client(url, resources);
        this.breaker = CircuitBreaker.of(
                name,
                CircuitBreakerConfig.custom()
                        .slidingWindowSize(CALLS_LOOKED_AT)
                        .waitDurationInOpenState(REST)
                        .ignoreException(Owner::isRefusal)
                        .build());
        breaker.getEventPublisher().onStateTransition(change -> log.warn("{}: {}", name, change.getStateTransition()));
    }

    private static WebClient client(URI url, ReactorResourceFactory resources) {
        return WebClient.builder()
                .clientConnector(new ReactorClientHttpConnector(resources, Function.identity()))
                .codecs(codecs -> codecs.defaultCodecs().maxInMemorySize(MOST_BYTES))
                .baseUrl(url.toString())
                .build();
    }

    private static boolean isRefusal(Throwable error) {
        return error instanceof ProblemException problem && problem.code().status() < ProblemCode.INTERNAL.status();
    }

    /** How owners' JSON is read. */
    public static JsonMapper json() {
        return JSON;
    }

    /** Whether its address is known. */
    public boolean isKnown() {
        return client != null;
    }

    /** What it answers. */
    public <T> Mono<T> ask(Asker asker, Question question, Class<T> type) {
        return answer(asker, question).map(body -> read(question, body, type));
    }

    /** Completes when it is done; whatever it answers. */
    public Mono<Void> tell(Asker asker, Question question) {
        return answer(asker, question).then();
    }

    private Mono<byte[]> answer(Asker asker, Question question) {
        if (client == null) {
            return Mono.error(new ProblemException(
                    ProblemCode.UNAVAILABLE,
                    "The " + name + " is not known to the query-service: its address is not set"));
        }
        WebClient.RequestBodySpec request =
                client.method(question.method()).uri(question::uri).header(IdentityTokens.HEADER, asker.token());
        Object body = question.body();
        if (body != null) {
            request.contentType(MediaType.APPLICATION_JSON).bodyValue(JSON.writeValueAsBytes(body));
        }
        return request.exchangeToMono(response -> bodyOf(response, question, asker))
                .timeout(question.patience())
                .onErrorMap(error -> problem(error, question))
                .transformDeferred(CircuitBreakerOperator.of(breaker))
                .onErrorMap(CallNotPermittedException.class, open -> away());
    }

    private Mono<byte[]> bodyOf(ClientResponse response, Question question, Asker asker) {
        Mono<byte[]> body = response.bodyToMono(byte[].class).defaultIfEmpty(new byte[0]);
        return response.statusCode().is2xxSuccessful()
                ? body
                : body.flatMap(bytes ->
                        Mono.error(new Refusal(name, response.statusCode().value(), response.headers(), bytes)
                                .problem(question, asker)));
    }

    private ProblemException problem(Throwable error, Question question) {
        return switch (error) {
            case ProblemException problem -> problem;
            case TimeoutException late ->
                new ProblemException(
                        ProblemCode.DEADLINE_EXCEEDED,
                        "The " + name + " has not answered within "
                                + question.patience().toMillis() + " ms");
            case WebClientRequestException away -> {
                log.debug("{}: {}", name, question, away);
                yield away();
            }
            default -> {
                log.warn("{}: {} can't be answered", name, question, error);
                yield new ProblemException(ProblemCode.INTERNAL, "The " + name + " was not understood");
            }
        };
    }

    private ProblemException away() {
        return ProblemException.retry(ProblemCode.UNAVAILABLE, "The " + name + " is away", REST);
    }

    private <T> T read(Question question, byte[] body, Class<T> type) {
        try {
            return JSON.readValue(body, type);
        } catch (JacksonException e) {
            log.warn("{}: the answer to {} is not what is expected", name, question, e);
            throw new ProblemException(ProblemCode.INTERNAL, "The " + name + " was not understood");
        }
    }
}
