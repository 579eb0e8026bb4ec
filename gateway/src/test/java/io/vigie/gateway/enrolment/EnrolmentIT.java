package io.vigie.gateway.enrolment;

import static io.vigie.gateway.RunningGateway.bearer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vigie.gateway.RunningGateway;
import io.vigie.gateway.RunningGateway.Answer;
import io.vigie.gateway.enrolment.AgentEnrolment.Outcome;
import io.vigie.proto.ApiKey;
import io.vigie.proto.SourceId;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;

class EnrolmentIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final SecureRandom RANDOM = new SecureRandom();

    private static RunningGateway gateway;
    private static String admin;
    private static String fleet;

    @BeforeAll
    static void start() throws Exception {
        gateway = RunningGateway.builder().start();
        admin = gateway.adminToken();
        fleet = gateway.post("/api/v1/keys", "{\"name\":\"image\",\"kind\":\"fleet\"}", bearer(admin))
                .text("key");
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    @Test
    void theSameAgainIsTheSameAnswerAndAnotherSecretIsRefusedUntilAnAdminReleasesTheSource() throws Exception {
        String source = "saint étienne-" + UUID.randomUUID();
        ApiKey first = ApiKey.generate(RANDOM);
        Answer once = enrol(source, first);
        assertThat(once.status()).as(once.body()).isEqualTo(200);
        assertThat(once.text("sourceId")).isEqualTo(source);
        assertThat(once.text("prefix")).isEqualTo(first.prefix());
        Answer again = enrol(source, first);
        assertThat(again.status()).isEqualTo(200);
        assertThat(again.body()).isEqualTo(once.body());
        ApiKey second = ApiKey.generate(RANDOM);
        Answer refused = enrol(source, second);
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.text("code")).isEqualTo("already_exists");
        String path = "/api/v1/agents/"
                + URLEncoder.encode(source, StandardCharsets.UTF_8).replace("+", "%20") + "/key";
        assertThat(gateway.send("DELETE", path, null, bearer(admin)).status()).isEqualTo(204);
        assertThat(enrol(source, second).status()).isEqualTo(200);
        assertThat(enrol(source, first).status()).isEqualTo(409);
    }

    @Test
    void ofManyThatClaimASourceAtOnceOneGetsIt() {
        AgentEnrolment enrolment = gateway.bean(AgentEnrolment.class);
        for (int round = 0; round < 5; round++) {
            SourceId source = new SourceId("race-" + UUID.randomUUID());
            List<Outcome> outcomes = Objects.requireNonNull(
                    Flux.fromStream(IntStream.range(0, 20).mapToObj(i -> ApiKey.generate(RANDOM)))
                            .flatMap(key -> enrolment.claim(source, key), 20)
                            .collectList()
                            .block(PATIENCE));
            assertThat(outcomes).hasSize(20);
            assertThat(outcomes.stream().filter(Outcome.Claimed.class::isInstance))
                    .hasSize(1);
            assertThat(outcomes.stream().filter(Outcome.ClaimedByAnother.class::isInstance))
                    .hasSize(19);
        }
    }

    @Test
    void theSameClaimManyTimesAtOnceIsOneClaim() {
        AgentEnrolment enrolment = gateway.bean(AgentEnrolment.class);
        SourceId source = new SourceId("eager-" + UUID.randomUUID());
        ApiKey key = ApiKey.generate(RANDOM);
        List<Outcome> outcomes = Objects.requireNonNull(Flux.range(0, 20)
                .flatMap(i -> enrolment.claim(source, key), 20)
                .distinct()
                .collectList()
                .block(PATIENCE));
        assertThat(outcomes).singleElement().isInstanceOf(Outcome.Claimed.class);
    }

    @Test
    void aPrefixThatLooksUpAnotherKeyIsRefused() throws Exception {
        ApiKey taken = ApiKey.generate(RANDOM);
        assertThat(enrol("one-" + UUID.randomUUID(), taken).status()).isEqualTo(200);
        assertThat(enrol("other-" + UUID.randomUUID(), taken).status()).isEqualTo(409);
        ApiKey fleetKey = ApiKey.parse(fleet).orElseThrow();
        assertThat(enrol("third-" + UUID.randomUUID(), fleetKey).status()).isEqualTo(409);
    }

    @Test
    void aClaimThatIsRefusedTakesNoPrefix() throws Exception {
        String source = "claimed-" + UUID.randomUUID();
        assertThat(enrol(source, ApiKey.generate(RANDOM)).status()).isEqualTo(200);
        ApiKey late = ApiKey.generate(RANDOM);
        assertThat(enrol(source, late).status()).isEqualTo(409);
        assertThat(enrol("another-" + UUID.randomUUID(), late).status()).isEqualTo(200);
    }

    @Test
    void aFleetKeyThatClaimsTooMuchHasToWait() throws Exception {
        try (RunningGateway small =
                RunningGateway.with("vigie.gateway.enrolments.per-minute", 2).start()) {
            String token = small.adminToken();
            String key = small.post("/api/v1/keys", "{\"name\":\"f\",\"kind\":\"fleet\"}", bearer(token))
                    .text("key");
            for (int i = 0; i < 2; i++) {
                small.post("/api/v1/agents/enrol", "{}", "X-API-Key", key);
                assertThat(claim(small, key).status()).isEqualTo(200);
            }
            Answer refused = claim(small, key);
            assertThat(refused.status()).isEqualTo(429);
            assertThat(refused.text("code")).isEqualTo("resource_exhausted");
            assertThat(Long.parseLong(refused.header("Retry-After").orElseThrow()))
                    .isBetween(1L, 60L);
        }
    }

    private static Answer claim(RunningGateway where, String fleetKey) throws Exception {
        String body = body("pi-" + UUID.randomUUID(), ApiKey.generate(RANDOM));
        return where.post("/api/v1/agents/enrol", body, "X-API-Key", fleetKey);
    }

    @Test
    void onlyAFleetKeyThatIsLetInEnrols() throws Exception {
        String body = body("pi-" + UUID.randomUUID(), ApiKey.generate(RANDOM));
        String path = "/api/v1/agents/enrol";
        assertThat(gateway.post(path, body).status()).isEqualTo(401);
        assertThat(gateway.post(path, body, bearer(admin)).status()).isEqualTo(401);
        assertThat(gateway.post(path, body, "X-API-Key", "avl_" + "x".repeat(40))
                        .status())
                .isEqualTo(401);
        String service = gateway.firstCredentials().key().reveal();
        assertThat(gateway.post(path, body, "X-API-Key", service).status()).isEqualTo(403);
        Answer off = gateway.post("/api/v1/keys", "{\"name\":\"off\",\"kind\":\"fleet\"}", bearer(admin));
        gateway.send("PATCH", "/api/v1/keys/" + off.text("id"), "{\"active\":false}", bearer(admin));
        await().atMost(PATIENCE)
                .until(() ->
                        gateway.post(path, "{}", "X-API-Key", off.text("key")).status() == 401);
        assertThat(gateway.post(path, body, "X-API-Key", fleet).status()).isEqualTo(200);
    }

    @Test
    void whatIsWrongWithAClaimIsNamed() throws Exception {
        ApiKey key = ApiKey.generate(RANDOM);
        invalid("{}", "sourceId");
        invalid(body("", key), "sourceId");
        invalid(body("a/b", key), "sourceId");
        invalid(body("x".repeat(129), key), "sourceId");
        invalid("{\"sourceId\":\"pi\"}", "prefix");
        invalid("{\"sourceId\":\"pi\",\"prefix\":\"$\"}", "prefix");
        invalid("{\"sourceId\":\"pi\",\"prefix\":\"abcdEFGH\"}", "sha256");
        invalid("{\"sourceId\":\"pi\",\"prefix\":\"abcdEFGH\",\"sha256\":\"00\"}", "sha256");
    }

    private static void invalid(String json, String field) throws Exception {
        Answer answer = gateway.post("/api/v1/agents/enrol", json, "X-API-Key", fleet);
        assertThat(answer.status()).as(json).isEqualTo(400);
        assertThat(answer.json().at("/errors/0/field").asString()).as(json).isEqualTo(field);
    }

    private static Answer enrol(String source, ApiKey key) throws Exception {
        return gateway.post("/api/v1/agents/enrol", body(source, key), "X-API-Key", fleet);
    }

    private static String body(String source, ApiKey key) {
        return "{\"sourceId\":\"" + source + "\",\"prefix\":\"" + key.prefix() + "\",\"sha256\":\""
                + HexFormat.of().formatHex(key.sha256()) + "\"}";
    }
}
