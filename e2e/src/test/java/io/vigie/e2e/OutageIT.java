package io.vigie.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.vigie.embedded.FreePorts;
import io.vigie.testkit.servers.RealMongo;
import io.vigie.testkit.servers.RealRedis;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceLock;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** An outage of ours pages nobody about sites. Mostly waiting, so beside the other tests. */
@Execution(ExecutionMode.CONCURRENT)
@ResourceLock(ServiceProcess.ONE_INGEST)
class OutageIT {

    private static final int SITES = 6;
    private static final Duration OUTAGE = Duration.ofSeconds(80);
    private static final long SILENT_SECONDS = 60;
    private static final Duration WATCHED = Duration.ofSeconds(20);
    private static final String OFFLINE = "site-offline";
    private static final String INSTANCE = "outage";

    private final List<Integer> ports = FreePorts.find(8);
    private final String database = RealMongo.freshDatabase();

    @TempDir
    Path keys;

    /** Ingest is away for longer than a site may be silent. */
    @Test
    void anOutageOfOursMakesNoSiteSilent() throws Exception {
        try (ServiceProcess gateway = gateway();
                ServiceProcess alerts = alerts();
                ServiceProcess ingest = ingest();
                Heartbeats hearts =
                        new Heartbeats(new Client(url(), gateway.awaitOutput("API key +(avl_\\w+)")), SITES)) {
            Dashboard admin = Dashboard.signIn(url(), "admin", gateway.awaitOutput("Sign in +admin / (\\S+)"));
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
            assertThat(alerts(admin, "resolved")).isEmpty();

            long silent = System.nanoTime();
            String site = hearts.silence(0);
            Awaitility.await()
                    .atMost(Duration.ofMinutes(4))
                    .until(() -> !alerts(admin, "open").isEmpty());
            System.out.printf(
                    "a site that does fall silent is told of after %.1f s%n", (System.nanoTime() - silent) / 1e9);
            JsonNode items = alerts(admin, "open");
            assertThat(items).hasSize(1);
            assertThat(items.get(0).path("siteId").asString()).isEqualTo(site);
            assertThat(items.get(0).path("type").asString()).isEqualTo("offline");
        }
    }

    private static void staysQuiet(Dashboard admin) {
        Awaitility.await()
                .during(WATCHED)
                .atMost(WATCHED.multipliedBy(3))
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
                        "vigie.gateway.upstreams.query", "http://127.0.0.1:" + ports.get(7),
                        "vigie.gateway.upstreams.alerts", "http://127.0.0.1:" + ports.get(5),
                        "vigie.kafka.instance-id", INSTANCE,
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
                        "vigie.kafka.instance-id", INSTANCE));
    }

    private ServiceProcess alerts() throws IOException {
        return new ServiceProcess(
                "alert-service",
                ports.get(6),
                Map.of(
                        "server.port",
                        "" + ports.get(5),
                        "vigie.identity.public-key",
                        keys.resolve("signing-key.pub.pem").toString(),
                        "vigie.kafka.instance-id",
                        INSTANCE,
                        "spring.mongodb.uri",
                        database));
    }

    private String url() {
        return "http://localhost:" + ports.get(0);
    }
}
