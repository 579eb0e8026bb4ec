package io.vigie.alert.preview;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.vigie.alert.rule.Condition.Threshold;
import io.vigie.kit.identity.IdentityTokens;
import io.vigie.kit.problem.ProblemCode;
import io.vigie.kit.problem.ProblemException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Asks the query-service's GraphQL, with a time limit and a circuit breaker. */
final class GraphQlPastSeries implements PastSeries {

    private static final String QUERY = """
            query($source: ID!, $names: [String!]!, $from: Instant!, $to: Instant!) {
              source(id: $source) { series(names: $names, from: $from, to: $to, maxPoints: 10000) {
                times stepMs partial series { metric { name labels { name value } } values min max } } } }
            """;
    private static final Duration TRY_AGAIN = Duration.ofSeconds(5);
    private static final JsonMapper JSON = JsonMapper.shared();

    private final WebClient client;
    private final CircuitBreaker breaker;
    private final Duration timeout;

    GraphQlPastSeries(WebClient client, CircuitBreaker breaker, Duration timeout) {
        this.client = client;
        this.breaker = breaker;
        this.timeout = timeout;
    }

    @Override
    public Mono<Answer> ask(Question question) {
        return Mono.defer(() -> {
                    if (!breaker.tryAcquirePermission()) {
                        return Mono.<String>error(away());
                    }
                    long start = breaker.getCurrentTimestamp();
                    return call(question)
                            .doOnSuccess(body -> breaker.onSuccess(
                                    breaker.getCurrentTimestamp() - start, breaker.getTimestampUnit()))
                            .doOnError(error -> breaker.onError(
                                    breaker.getCurrentTimestamp() - start, breaker.getTimestampUnit(), error))
                            .doOnCancel(breaker::releasePermission)
                            .onErrorMap(error -> away());
                })
                .flatMap(body -> read(body, question.threshold()));
    }

    private Mono<String> call(Question question) {
        Map<String, Object> variables = Map.of(
                "source", question.source(),
                "names", List.of(question.threshold().metric()),
                "from", question.from().toString(),
                "to", question.to().toString());
        return client.post()
                .uri("/graphql")
                .header(IdentityTokens.HEADER, question.identityToken())
                .contentType(MediaType.APPLICATION_JSON)
                .accept(MediaType.APPLICATION_JSON)
                .bodyValue(JSON.writeValueAsString(Map.of("query", QUERY, "variables", variables)))
                .retrieve()
                .bodyToMono(String.class)
                .timeout(timeout);
    }

    private static ProblemException away() {
        return ProblemException.retry(
                ProblemCode.UNAVAILABLE, "The query-service, which has the past data, does not answer now", TRY_AGAIN);
    }

    private static Mono<Answer> read(String body, Threshold threshold) {
        JsonNode answer = JSON.readTree(body);
        JsonNode source = answer.path("data").path("source");
        if (!answer.path("errors").isMissingNode() || source.isMissingNode()) {
            String code = answer.path("errors")
                    .path(0)
                    .path("extensions")
                    .path("code")
                    .asString("");
            return Mono.error(
                    code.equals(ProblemCode.INVALID_ARGUMENT.code())
                            ? new ProblemException(
                                    ProblemCode.INVALID_ARGUMENT,
                                    "The query-service: "
                                            + answer.path("errors")
                                                    .path(0)
                                                    .path("message")
                                                    .asString(""))
                            : away());
        }
        return source.isNull() ? Mono.empty() : Mono.just(answer(source.path("series"), threshold));
    }

    private static Answer answer(JsonNode set, Threshold threshold) {
        boolean raw = set.path("stepMs").isNull();
        String member = raw ? "values" : threshold.comparison().isUpwards() ? "max" : "min";
        long[] times =
                set.path("times").valueStream().mapToLong(JsonNode::asLong).toArray();
        List<Series> all = new ArrayList<>();
        for (JsonNode series : set.path("series")) {
            SortedMap<String, String> labels = new TreeMap<>();
            for (JsonNode label : series.path("metric").path("labels")) {
                labels.put(label.path("name").asString(), label.path("value").asString());
            }
            double[] values = series.path(member)
                    .valueStream()
                    .mapToDouble(value -> value.isNumber() ? value.asDouble() : Double.NaN)
                    .toArray();
            all.add(new Series(labels, times, values));
        }
        return new Answer(
                all,
                raw ? null : set.path("stepMs").asLong(),
                set.path("partial").asBoolean());
    }
}
