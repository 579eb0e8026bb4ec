package io.vigie.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import io.vigie.kit.identity.Identity;
import io.vigie.kit.identity.IdentityTokens;
import io.vigie.kit.identity.Role;
import io.vigie.proto.FrameEncoder;
import io.vigie.proto.SchemaId;
import io.vigie.proto.metrics.v1.Column;
import io.vigie.proto.metrics.v1.MetricKind;
import io.vigie.proto.metrics.v1.Schema;
import io.vigie.proto.stream.v1.SourceRecord;
import io.vigie.query.RunningQuery.Ingest;
import io.vigie.query.records.TestRecords;
import io.vigie.testkit.servers.RealMongo;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The fleet's REST API over a real store, with alerts from a service of which only the address is known. */
class FleetIT {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final Duration WITHIN = Duration.ofSeconds(90);
    private static final Schema COLUMNS = schema();

    private static volatile String openAlerts = "[]";
    private static HttpServer alertService;
    private static RunningQuery query;
    private static Ingest ingest;

    @BeforeAll
    static void start() throws Exception {
        alertService = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        alertService.createContext("/api/alerts", exchange -> {
            boolean vouchedFor = exchange.getRequestHeaders().containsKey(IdentityTokens.HEADER);
            byte[] answer = openAlerts.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.sendResponseHeaders(vouchedFor ? 200 : 401, answer.length);
            try (var body = exchange.getResponseBody()) {
                body.write(answer);
            }
        });
        alertService.start();
        query = RunningQuery.start(
                RealMongo.freshDatabase(),
                Map.of(
                        "vigie.query.writer.interval",
                        "1s",
                        "vigie.query.alerts-url",
                        "http://127.0.0.1:" + alertService.getAddress().getPort()));
        ingest = new Ingest();
        ingest.schema(COLUMNS);
    }

    @AfterAll
    static void stop() {
        ingest.close();
        query.close();
        alertService.stop(0);
    }

    @Test
    void aSiteIsListedWithItsAlertsAndTellsItsLastBodyAndItsHistory() throws Exception {
        String site = "cesson-" + UUID.randomUUID();
        long now = Clock.systemUTC().millis();
        openAlerts = "[]";
        for (int i = 3; i >= 0; i--) {
            ingest.record(body(site, now - i * 60_000L, 45.2 - i, 52.4 + i));
        }
        await("the site")
                .atMost(WITHIN)
                .until(() -> site(site).at("/lastUpdate").asLong() == now);

        JsonNode online = site(site);
        assertThat(online.at("/clubName").asString()).isEqualTo("CESSON");
        assertThat(online.at("/status").asString()).isEqualTo("online");
        assertThat(online.at("/summary").toString())
                .isEqualTo("{\"temperature\":\"52.4\",\"cpu\":\"45.2\",\"memory\":null,\"disk\":40}");
        assertThat(online.propertyNames())
                .containsExactly(
                        "siteId", "clubName", "hostname", "lastUpdate", "lastHeartbeat", "status", "alerts", "summary");

        openAlerts = "[{\"level\":\"critical\",\"type\":\"temperature\",\"message\":\"x\",\"siteId\":\"" + site
                + "\",\"clubName\":\"CESSON\",\"timestamp\":5}]";
        assertThat(site(site).at("/status").asString()).isEqualTo("critical");
        assertThat(site(site).at("/alerts/0/type").asString()).isEqualTo("temperature");
        JsonNode stats = get("/api/stats");
        assertThat(stats.at("/criticalSites").asLong()).isEqualTo(1);
        assertThat(stats.at("/criticalAlerts").asLong()).isEqualTo(1);
        assertThat(stats.at("/averageMetrics/temperature").asString()).matches("[0-9]+\\.[0-9]");
        assertThat(stats.at("/activeSites").asLong()
                        + stats.at("/warningsSites").asLong()
                        + stats.at("/criticalSites").asLong()
                        + stats.at("/offlineSites").asLong())
                .isEqualTo(stats.at("/totalSites").asLong());

        JsonNode one = get("/api/sites/" + site);
        assertThat(one.at("/x-odd").asString()).as("as it came").isEqualTo("kept");
        assertThat(one.at("/receivedAt").asLong()).isEqualTo(now);
        assertThat(one.at("/lastHeartbeat").asLong()).isEqualTo(now);

        JsonNode history = get("/api/sites/" + site + "/history?limit=3");
        assertThat(history.size()).isEqualTo(3);
        assertThat(history.at("/0/timestamp").asLong()).isEqualTo(now - 120_000);
        assertThat(history.at("/2/cpu/usage").asString()).isEqualTo("45.2");
        assertThat(history.at("/2/hostname").asString()).isEqualTo("neopro-cesson");
        assertThat(get("/api/sites/" + site + "/history").size()).isEqualTo(4);
    }

    @Test
    void aSiteThatNobodyKnowsOrMaySeeIsNotThere() throws Exception {
        String site = "cesson-" + UUID.randomUUID();
        ingest.record(body(site, Clock.systemUTC().millis(), 1, 1));
        await("the site").atMost(WITHIN).until(() -> !site(site).isMissingNode());
        Identity elsewhere = new Identity.Person("b", Role.VIEWER, Set.of("BRUZ"));
        for (String path : List.of("/api/sites/" + site, "/api/sites/" + site + "/history")) {
            var answer = query.get(elsewhere, path);
            assertThat(answer.statusCode()).isEqualTo(404);
            assertThat(JSON.readTree(answer.body()).at("/error").asString()).isEqualTo("Site not found");
        }
        assertThat(query.get(elsewhere, "/api/sites").body()).doesNotContain(site);
        assertThat(query.get(RunningQuery.ADMIN, "/api/sites/nowhere").statusCode())
                .isEqualTo(404);
        var limit = query.get(RunningQuery.ADMIN, "/api/sites/" + site + "/history?limit=10001");
        assertThat(limit.statusCode()).isEqualTo(400);
        assertThat(limit.body()).contains("\"field\":\"limit\"", "10000");
    }

    private static JsonNode site(String id) throws IOException {
        for (JsonNode site : get("/api/sites")) {
            if (site.at("/siteId").asString().equals(id)) {
                return site;
            }
        }
        return JSON.missingNode();
    }

    private static JsonNode get(String path) throws IOException {
        var answer = query.get(RunningQuery.ADMIN, path);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return JSON.readTree(answer.body());
    }

    private static Schema schema() {
        List<Column> columns = List.of(
                column("system.cpu.utilization", Map.of()),
                column("hw.temperature", Map.of("id", "cpu")),
                column("system.filesystem.utilization", Map.of("mountpoint", "/")));
        return Schema.newBuilder()
                .setId(SchemaId.of(columns))
                .addAllColumns(columns)
                .build();
    }

    private static Column column(String name, Map<String, String> labels) {
        return Column.newBuilder()
                .setName(name)
                .putAllLabels(labels)
                .setUnit("1")
                .setKind(MetricKind.METRIC_KIND_GAUGE)
                .build();
    }

    private static SourceRecord body(String site, long time, double cpu, double temperature) {
        FrameEncoder frame = new FrameEncoder(COLUMNS.getId(), 3, time);
        frame.set(0, 0, cpu / 100).set(1, 0, temperature).set(2, 0, 0.4);
        return TestRecords.with(TestRecords.heartbeat(site, time), "CESSON", 30_000).toBuilder()
                .setFrame(frame.build())
                .setBody("{\"siteId\":\"" + site
                        + "\",\"hostname\":\"neopro-cesson\",\"cpu\":{\"cores\":4},\"x-odd\":\"kept\"}")
                .build();
    }
}
