package io.vigie.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.vigie.embedded.FreePorts;
import io.vigie.testkit.servers.RealMongo;
import io.vigie.testkit.servers.RealRedis;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Each service as a process of its own, told only where the others are. */
class SeparateServicesIT {

    private static final int SITES = 6;
    private static final Duration OUTAGE = Duration.ofSeconds(45);
    private static final long SILENT_SECONDS = 10;
    private static final String OFFLINE = "site-offline";

    private final List<Integer> ports = FreePorts.find(9);
    private final String database = RealMongo.freshDatabase();

    @TempDir
    Path keys;

    @Test
    void nothingAcknowledgedIsLostWhenIngestAndQueryAreKilled() throws Exception {
        try (ServiceProcess gateway = gateway();
                ServiceProcess query = query();
                ServiceProcess ingest = ingest();
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Dashboard dashboard = signIn(gateway);
            var agent = new TestAgent(ports.get(0), key(gateway), "separate", begin(), 1);
            threads.submit(agent);
            awaitMore(agent);
            ingest.killAndStartAgain();
            awaitMore(agent);
            query.kill();
            awaitMore(agent);
            query.startAgain();
            awaitMore(agent);
            agent.stop();
            threads.shutdown();
            assertThat(threads.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
            StoredFrames.verify(agent, dashboard);
        }
    }

    /** Ingest is away for more than four times as long as a site may be silent. */
    @Test
    void anOutageOfOursMakesNoSiteSilent() throws Exception {
        try (ServiceProcess gateway = gateway();
                ServiceProcess alerts = alerts();
                ServiceProcess ingest = ingest();
                Heartbeats hearts = new Heartbeats(new Client(url(), key(gateway)), SITES)) {
            Dashboard admin = signIn(gateway);
            ObjectNode rule = (ObjectNode) admin.get("/api/v1/rules/" + OFFLINE);
            ((ObjectNode) rule.get("condition")).put("afterSeconds", SILENT_SECONDS);
            admin.put("/api/v1/rules/" + OFFLINE, rule);
            hearts.awaitEach();
            staysQuiet(admin);

            ingest.kill();
            long away = System.nanoTime();
            TimeUnit.SECONDS.sleep(OUTAGE.toSeconds());
            ingest.startAgain();
            hearts.awaitEach();
            System.out.printf(
                    "ingest was away for %d s; a site may be silent for %d s%n",
                    Duration.ofNanos(System.nanoTime() - away).toSeconds(), SILENT_SECONDS);
            staysQuiet(admin);
            assertThat(admin.get("/api/v1/alerts?status=resolved").path("items"))
                    .isEmpty();

            long silent = System.nanoTime();
            String site = hearts.silence(0);
            Awaitility.await()
                    .atMost(Duration.ofSeconds(60))
                    .until(() -> !alerts(admin, "open").isEmpty());
            System.out.printf(
                    "a site that does fall silent is told of after %.1f s%n", (System.nanoTime() - silent) / 1e9);
            JsonNode items = alerts(admin, "open");
            assertThat(items).hasSize(1);
            assertThat(items.get(0).path("siteId").asString()).isEqualTo(site);
            assertThat(items.get(0).path("type").asString()).isEqualTo("offline");
        }
    }

    /** For twice as long as a site may be silent. */
    private static void staysQuiet(Dashboard admin) {
        Duration watched = Duration.ofSeconds(2 * SILENT_SECONDS);
        Awaitility.await()
                .during(watched)
                .atMost(watched.multipliedBy(3))
                .pollInterval(Duration.ofSeconds(1))
                .untilAsserted(() -> assertThat(alerts(admin, "open")).isEmpty());
    }

    private static JsonNode alerts(Dashboard admin, String status) throws IOException, InterruptedException {
        return admin.get("/api/v1/alerts?club=" + Heartbeats.CLUB + "&status=" + status)
                .path("items");
    }

    private ServiceProcess gateway() throws IOException {
        return new ServiceProcess(
                "gateway",
                ports.get(1),
                Map.of(
                        "server.port", "" + ports.get(0),
                        "vigie.gateway.key-directory", keys.toString(),
                        "vigie.gateway.upstreams.ingest-grpc", "127.0.0.1:" + ports.get(2),
                        "vigie.gateway.upstreams.ingest", "http://127.0.0.1:" + ports.get(3),
                        "vigie.gateway.upstreams.query", "http://127.0.0.1:" + ports.get(5),
                        "vigie.gateway.upstreams.alerts", "http://127.0.0.1:" + ports.get(7),
                        "spring.mongodb.uri", database,
                        "spring.data.redis.url", RealRedis.url()));
    }

    private ServiceProcess ingest() throws IOException {
        return new ServiceProcess(
                "ingest-service",
                ports.get(4),
                Map.of(
                        "spring.grpc.server.port", "" + ports.get(2),
                        "server.port", "" + ports.get(3),
                        "vigie.ingest.canary.every", "1s"));
    }

    private ServiceProcess query() throws IOException {
        return new ServiceProcess(
                "query-service",
                ports.get(6),
                Map.of(
                        "server.port",
                        "" + ports.get(5),
                        "vigie.identity.public-key",
                        publicKey(),
                        "spring.mongodb.uri",
                        database));
    }

    private ServiceProcess alerts() throws IOException {
        return new ServiceProcess(
                "alert-service",
                ports.get(8),
                Map.of(
                        "server.port",
                        "" + ports.get(7),
                        "vigie.identity.public-key",
                        publicKey(),
                        "vigie.alert.evaluation.canary-period",
                        "1s",
                        "spring.mongodb.uri",
                        database));
    }

    private String publicKey() {
        return keys.resolve("signing-key.pub.pem").toString();
    }

    private String url() {
        return "http://localhost:" + ports.get(0);
    }

    private Dashboard signIn(ServiceProcess gateway) throws IOException, InterruptedException {
        return Dashboard.signIn(url(), "admin", gateway.awaitOutput("Sign in +admin / (\\S+)"));
    }

    private static String key(ServiceProcess gateway) {
        return gateway.awaitOutput("API key +(avl_\\w+)");
    }

    private static void awaitMore(TestAgent agent) {
        long before = agent.acknowledged();
        Awaitility.await().atMost(Duration.ofSeconds(90)).until(() -> agent.acknowledged() > before + 500);
    }

    private static long begin() {
        return Clock.systemUTC().millis() - Duration.ofDays(5).toMillis();
    }
}
