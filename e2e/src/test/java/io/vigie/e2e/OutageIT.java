package io.vigie.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
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

    @TempDir
    Path keys;

    /** Ingest is away for longer than a site may be silent. */
    @Test
    void anOutageOfOursMakesNoSiteSilent() throws Exception {
        SeparateServices services = new SeparateServices(keys, "outage");
        try (ServiceProcess gateway = services.gateway();
                ServiceProcess alerts = services.alerts();
                ServiceProcess ingest = services.ingest();
                Heartbeats hearts = new Heartbeats(new Client(services.url(), SeparateServices.key(gateway)), SITES)) {
            assertThat(alerts.isAlive()).isTrue();
            Dashboard admin = services.signIn(gateway);
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
}
