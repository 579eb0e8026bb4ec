package io.vigie.alert.preview;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpServer;
import io.vigie.alert.rule.Condition.Threshold;
import io.vigie.alert.rule.Rule;
import io.vigie.alert.rule.TestRules;
import io.vigie.kit.identity.IdentityTokens;
import io.vigie.kit.problem.ProblemCode;
import io.vigie.kit.problem.ProblemException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.http.client.ReactorResourceFactory;

/** A preview against a server that answers as the query-service does. */
class PreviewTest {

    private static final Instant T = Instant.parse("2026-11-21T10:00:00Z");
    private static final Rule RULE = TestRules.defaults().find("disk-full").orElseThrow();
    private static final Threshold THRESHOLD = RULE.condition().onMetric().orElseThrow();

    private final AtomicReference<String> answer = new AtomicReference<>("");
    private final AtomicReference<String> asked = new AtomicReference<>("");
    private final AtomicInteger status = new AtomicInteger(200);
    private final AtomicInteger calls = new AtomicInteger();
    private final HttpServer server = serve();
    private final ReactorResourceFactory resources = resources();
    private final PastSeries past = new PreviewConfiguration()
            .pastSeries(
                    new PreviewSettings(
                            URI.create("http://127.0.0.1:" + server.getAddress().getPort()), Duration.ofSeconds(30)),
                    resources);

    private static ReactorResourceFactory resources() {
        ReactorResourceFactory factory = new ReactorResourceFactory();
        factory.setUseGlobalResources(false);
        factory.start();
        return factory;
    }

    private HttpServer serve() {
        try {
            HttpServer http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            http.createContext("/graphql", exchange -> {
                calls.incrementAndGet();
                asked.set(exchange.getRequestHeaders().getFirst(IdentityTokens.HEADER) + " "
                        + new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
                byte[] body = answer.get().getBytes(StandardCharsets.UTF_8);
                exchange.getResponseHeaders().set("Content-Type", "application/json");
                exchange.sendResponseHeaders(status.get(), body.length);
                exchange.getResponseBody().write(body);
                exchange.close();
            });
            http.start();
            return http;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @AfterEach
    void stop() {
        server.stop(0);
        resources.stop();
    }

    private @Nullable Preview preview() {
        return past.ask(new PastSeries.Question("pi", THRESHOLD, T, T.plusSeconds(3600), "token"))
                .map(series -> Preview.of("pi", RULE, THRESHOLD, series))
                .block(Duration.ofSeconds(60));
    }

    private static String series(String stepMs) {
        long t = T.toEpochMilli();
        return """
                {"data":{"source":{"series":{"times":[%d,%d,%d,%d],"stepMs":%s,"partial":true,"series":[
                  {"metric":{"name":"system.filesystem.utilization","labels":[{"name":"mountpoint","value":"/data"}]},
                   "values":[0.5,0.95,null,0.6],"min":[0.1,0.1,0.1,0.1],"max":[0.5,0.99,0.6,0.6]}]}}}}
                """.formatted(t, t + 60_000, t + 120_000, t + 200_000, stepMs);
    }

    @Test
    void itFindsWhatWouldHaveBeenFound() {
        answer.set(series("null"));

        Preview preview = Objects.requireNonNull(preview());

        assertThat(preview.partial()).isTrue();
        assertThat(preview.stepMs()).isNull();
        assertThat(preview.transitions())
                .containsExactly(new Preview.Transition(T.plusSeconds(60), true, "/data", "95"));
        assertThat(asked.get()).startsWith("token ").contains("\"source\":\"pi\"", "2026-11-21T11:00:00Z");
    }

    @Test
    void ofStepsTheWorstCounts() {
        answer.set(series("60000"));

        Preview preview = Objects.requireNonNull(preview());

        assertThat(preview.stepMs()).isEqualTo(60_000);
        assertThat(preview.transitions())
                .containsExactly(
                        new Preview.Transition(T.plusSeconds(60), true, "/data", "99"),
                        new Preview.Transition(T.plusSeconds(120), false, "/data", "60"));
    }

    @Test
    void aSourceThatIsNotThereOrNotToBeSeenIsNoAnswer() {
        answer.set("{\"data\":{\"source\":null}}");
        assertThat(preview()).isNull();
    }

    @Test
    void whatTheQueryServiceRefusesIsSaid() {
        answer.set(
                "{\"data\":null,\"errors\":[{\"message\":\"from: too far\",\"extensions\":{\"code\":\"invalid_argument\"}}]}");
        ProblemException refused = catchThrowableOfType(ProblemException.class, this::preview);
        assertThat(refused.code()).isEqualTo(ProblemCode.INVALID_ARGUMENT);
        assertThat(refused.detail()).contains("from: too far");
    }

    @Test
    void whileItIsAwayThatIsSaidAndAfterAWhileItIsNotEvenAsked() {
        status.set(503);
        for (int i = 0; i < 8; i++) {
            ProblemException away = catchThrowableOfType(ProblemException.class, this::preview);
            assertThat(away.code()).isEqualTo(ProblemCode.UNAVAILABLE);
            assertThat(away.detail()).contains("query-service");
        }
        assertThat(calls.get()).isEqualTo(5);
    }
}
