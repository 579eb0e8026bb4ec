package io.vigie.gateway.routing;

import static io.vigie.gateway.RunningGateway.bearer;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.vigie.gateway.FakeQueryService;
import io.vigie.gateway.FakeQueryService.Seen;
import io.vigie.gateway.RunningGateway;
import io.vigie.gateway.RunningGateway.Answer;
import io.vigie.kit.identity.IdentityTokens;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The services' REST paths through a real gateway. */
class RestThroughTheDoorIT {

    private static final String KEY = "avl_abcdefgh" + "0".repeat(32);

    private static FakeQueryService query;
    private static FakeQueryService intake;
    private static FakeQueryService errors;
    private static FakeQueryService alerts;
    private static RunningGateway gateway;
    private static String admin;

    @BeforeAll
    static void start() throws Exception {
        query = new FakeQueryService();
        intake = new FakeQueryService();
        errors = new FakeQueryService();
        alerts = new FakeQueryService();
        gateway = RunningGateway.with("vigie.gateway.upstreams.query", query.url())
                .and("vigie.gateway.upstreams.ingest", intake.url())
                .and("vigie.gateway.upstreams.errors", errors.url())
                .and("vigie.gateway.upstreams.alerts", alerts.url())
                .start();
        admin = gateway.adminToken();
    }

    @AfterAll
    static void stop() {
        gateway.close();
        query.close();
        intake.close();
        errors.close();
        alerts.close();
    }

    /** A service that refuses a body before it has come would break the connection under it. */
    @Test
    void theGatewayItselfAsksForABodyThatWaitsToBeAsked() throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + gateway.port() + "/report"))
                    .header("X-API-Key", KEY)
                    .expectContinue(true)
                    .POST(HttpRequest.BodyPublishers.ofString("{}"))
                    .build();
            assertThat(client.send(request, HttpResponse.BodyHandlers.ofString())
                            .statusCode())
                    .isEqualTo(200);
        }
        Seen seen = seen(intake);
        assertThat(seen.body()).isEqualTo("{}");
        assertThat(seen.headers().keySet()).noneMatch("expect"::equalsIgnoreCase);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/report", "/api/metrics", "/api/v1/metrics"})
    void whatIsSentGoesToIngestWithItsOwnKey(String path) throws Exception {
        gateway.post(path, "{}", "X-API-Key", KEY, IdentityTokens.HEADER, "forged", "Cookie", "vigie_session=x");
        Seen seen = seen(intake);
        assertThat(seen.uri()).isEqualTo(path);
        assertThat(seen.header("X-API-Key")).isEqualTo(KEY);
        assertThat(seen.header(IdentityTokens.HEADER)).isNull();
        assertThat(seen.header("Cookie")).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/report", "/api/metrics?site=1", "/api/v1/metrics"})
    void aKeyInTheAddressStandsForTheHeader(String path) throws Exception {
        gateway.post("/k/" + KEY + path, "{}");
        Seen seen = seen(intake);
        assertThat(seen.uri()).isEqualTo(path);
        assertThat(seen.header("X-API-Key")).isEqualTo(KEY);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/sites", "/graphql", "/auth/me", "/k/x/report", "/"})
    void aKeyInTheAddressOpensNothingElse(String path) throws Exception {
        Answer refused = gateway.get("/k/" + KEY + path);
        assertThat(refused.status()).isEqualTo(404);
        assertThat(refused.body()).doesNotContain(KEY).contains("not_found");
    }

    @ParameterizedTest
    @CsvSource({
        "/api/sites, query",
        "/api/sites/saint%20%C3%A9tienne-b827eb123456/history?limit=5, query",
        "/api/stats, query",
        "/errors?take=5, errors",
        "/api/v1/errors/1, errors",
        "/api/v1/issues, errors",
        "/api/alerts, alerts",
        "/api/v1/alerts, alerts",
        "/api/v1/rules/disk, alerts",
        "/api/v1/silences, alerts",
        "/api/v1/channels/1, alerts",
        "/api/v1/deliveries, alerts"
    })
    void questionsGoToTheirOwnerVouchedFor(String path, String owner) throws Exception {
        assertThat(gateway.get(path).status()).isEqualTo(401);
        gateway.get(path, bearer(admin));
        Seen seen = seen(
                switch (owner) {
                    case "query" -> query;
                    case "errors" -> errors;
                    default -> alerts;
                });
        assertThat(seen.uri()).isEqualTo(path);
        assertThat(seen.header(IdentityTokens.HEADER)).isNotNull();
        assertThat(seen.header("Authorization")).isNull();
    }

    @Test
    void whereACallerIsSaysTheConnectionAndNotTheCaller() throws Exception {
        gateway.get("/api/v1/issues", "Authorization", "Bearer " + admin, "X-Forwarded-For", "203.0.113.9");
        assertThat(seen(errors).header("X-Forwarded-For")).isEqualTo("127.0.0.1");
        gateway.post("/report", "{}", "X-API-Key", KEY, "X-Forwarded-For", "203.0.113.9");
        assertThat(seen(intake).header("X-Forwarded-For"))
                .as("nobody vouches for who reports")
                .isNull();
    }

    @Test
    void whereAPageAndAnApiShareAPathHtmlGetsThePage() throws Exception {
        Answer page = gateway.get("/errors", "Accept", "text/html");
        assertThat(page.header("Content-Type").orElseThrow()).startsWith("text/html");
        assertThat(gateway.get("/errors", "Accept", "application/json").status())
                .isEqualTo(401);
    }

    private static Seen seen(FakeQueryService service) throws InterruptedException {
        Seen seen = service.seen.poll(30, SECONDS);
        assertThat(seen).isNotNull();
        assertThat(service.seen).isEmpty();
        return Objects.requireNonNull(seen);
    }
}
