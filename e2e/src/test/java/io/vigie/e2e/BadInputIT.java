package io.vigie.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Status;
import io.vigie.embedded.FreePorts;
import io.vigie.proto.agent.v1.Ack;
import io.vigie.proto.agent.v1.AgentMessage;
import io.vigie.proto.agent.v1.Hello;
import io.vigie.proto.metrics.v1.Frame;
import io.vigie.testkit.process.VigieProcess;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Every door refuses what is wrong by the right status and by name, and nothing of it ends in the log as a stack trace. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BadInputIT {

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    @TempDir
    static Path data;

    private @Nullable VigieProcess process;
    private String key = "";

    @BeforeAll
    void start() throws Exception {
        process = VigieProcess.start(data, FreePorts.find(1).getFirst(), "--no-agent");
        key = process.apiKey().orElseThrow();
    }

    @AfterAll
    void theLogHasNoStackTrace() throws Exception {
        vigie().close();
        assertThat(VigieProcess.log(data).lines().filter(line -> line.startsWith("\tat ") || line.contains(" ERROR ")))
                .isEmpty();
    }

    private VigieProcess vigie() {
        return Objects.requireNonNull(process);
    }

    @Test
    void aStreamNeedsAKeyThatExists() throws Exception {
        assertThat(endOf("", "device-1")).isEqualTo(Status.Code.UNAUTHENTICATED);
        assertThat(endOf("avl_" + "x".repeat(40), "device-1")).isEqualTo(Status.Code.UNAUTHENTICATED);
        assertThat(endOf("no key at all", "device-1")).isEqualTo(Status.Code.UNAUTHENTICATED);
    }

    @Test
    void aSourceIdOutsideItsAlphabetIsRefusedByName() throws Exception {
        try (Uplink uplink = Uplink.open(vigie().port(), key, "a/b")) {
            Status status = awaitEnd(uplink);
            assertThat(status.getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
            assertThat(status.getDescription()).contains("source");
        }
    }

    @Test
    void aFrameOfAnUnknownSchemaIsRejectedAndTheStreamGoesOn() throws Exception {
        try (Uplink uplink = Uplink.open(vigie().port(), key, "bad-input")) {
            assertThat(uplink.begin()).isTrue();
            long now = Clock.systemUTC().millis();
            uplink.send(1, Frame.newBuilder().addTimestamps(now).build());
            Ack ack = Objects.requireNonNull(uplink.nextAck(Duration.ofSeconds(20)));
            assertThat(ack.getRejected(0).getCode()).isEqualTo("unknown_schema");
            uplink.send(2, now, 1);
            assertThat(Objects.requireNonNull(uplink.nextAck(Duration.ofSeconds(20)))
                            .getUpToSeq())
                    .isEqualTo(2);
            uplink.send(3, now + Duration.ofHours(2).toMillis(), 1);
            ack = Objects.requireNonNull(uplink.nextAck(Duration.ofSeconds(20)));
            assertThat(ack.getRejected(0).getCode()).isEqualTo("timestamp_in_future");
        }
    }

    @Test
    void anOversizedMessageEndsTheStream() throws Exception {
        try (Uplink uplink = Uplink.open(vigie().port(), key, "oversized")) {
            assertThat(uplink.begin()).isTrue();
            uplink.send(AgentMessage.newBuilder()
                    .setHello(Hello.newBuilder().setAgentVersion("x".repeat(2_000_000)))
                    .build());
            Status status = awaitEnd(uplink);
            assertThat(status.getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
            assertThat(status.getDescription()).contains("1048576");
        }
    }

    @Test
    void graphqlNeedsACredential() throws Exception {
        refused(
                Dashboard.post(vigie().url() + "/graphql", null, "{\"query\":\"{ sourceCounts { total } }\"}"),
                401,
                "unauthenticated");
        refused(Dashboard.post(vigie().url() + "/graphql", "avl_nonsense", "{}"), 401, "unauthenticated");
    }

    @Test
    void aWrongLoginIsRefusedAndABrokenOneNamed() throws Exception {
        refused(login("{\"username\":\"admin\",\"password\":\"wrong\"}"), 401, "unauthenticated");
        refused(login("{\"username\":\"admin\"}"), 400, "invalid_argument");
        refused(login("{\"username\":"), 400, "invalid_argument");
        refused(login("{\"username\":\"" + "x".repeat(2_000_000) + "\"}"), 413, "payload_too_large");
    }

    @Test
    void whatIsNotThereIsAProblemToo() throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(vigie().url() + "/api/v1/nothing"))
                .header("Accept", "application/json")
                .header("X-API-Key", key)
                .build();
        refused(HTTP.send(request, HttpResponse.BodyHandlers.ofString()), 404, "not_found");
    }

    private HttpResponse<String> login(String body) throws Exception {
        return Dashboard.post(vigie().url() + "/auth/login", null, body);
    }

    private static void refused(HttpResponse<String> response, int status, String code) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        assertThat(response.headers().firstValue("Content-Type").orElse("")).startsWith("application/problem+json");
        JsonNode problem = Dashboard.JSON.readTree(response.body());
        assertThat(problem.path("status").asInt()).isEqualTo(status);
        assertThat(problem.path("code").asString()).isEqualTo(code);
        assertThat(problem.path("title").asString()).isNotBlank();
    }

    private Status.Code endOf(String apiKey, String source) throws Exception {
        try (Uplink uplink = Uplink.open(vigie().port(), apiKey, source)) {
            return awaitEnd(uplink).getCode();
        }
    }

    private static Status awaitEnd(Uplink uplink) {
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> uplink.status() != null);
        return Objects.requireNonNull(uplink.status());
    }
}
