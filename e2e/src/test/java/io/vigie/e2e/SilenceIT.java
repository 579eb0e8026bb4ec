package io.vigie.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vigie.embedded.FreePorts;
import io.vigie.testkit.process.VigieProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A site falls silent: offline, then an alert; and back. Mostly waiting, so beside the other tests. */
@Execution(ExecutionMode.CONCURRENT)
class SilenceIT {

    private static final Duration WITHIN = Duration.ofMinutes(5);
    private static final long OFFLINE_AFTER = 120;
    private static final long TOLD_AFTER = 135;
    /** How long before it falls silent its last sign of life may have been sent, on a busy machine. */
    private static final long SENT_BEFORE = 15;

    private static final String HOOK = "/hook";
    private static final String RULE = "/api/v1/rules/site-offline";

    @TempDir
    Path data;

    @Test
    void aSilentSiteIsOfflineThenToldAndItsReturnToo() throws Exception {
        int port = FreePorts.find(1).getFirst();
        try (Receiver receiver = new Receiver();
                VigieProcess vigie = VigieProcess.startWith(notices(receiver), data, port, "--no-agent")) {
            Dashboard admin =
                    Dashboard.signIn(vigie.url(), "admin", vigie.adminPassword().orElseThrow());
            ObjectNode rule = (ObjectNode) admin.get(RULE);
            ((ObjectNode) rule.get("condition")).put("afterSeconds", TOLD_AFTER);
            admin.put(RULE, rule);
            Client client = new Client(vigie.url(), vigie.apiKey().orElseThrow());
            try (Heartbeats hearts = new Heartbeats(client, 2)) {
                hearts.awaitEach();
                String site = hearts.silence(0);
                long silent = System.nanoTime();
                await().atMost(WITHIN).until(() -> status(client, site).equals("offline"));
                double offline = secondsSince(silent);
                await().atMost(WITHIN).until(() -> !receiver.at(HOOK).isEmpty());
                double told = secondsSince(silent);
                System.out.printf("silent -> offline %.1f s, -> webhook %.1f s%n", offline, told);
                assertThat(offline).isGreaterThan(OFFLINE_AFTER - SENT_BEFORE);
                assertThat(told).isGreaterThan(TOLD_AFTER - SENT_BEFORE);
                JsonNode notice =
                        Client.JSON.readTree(receiver.at(HOOK).getFirst().body());
                assertThat(notice.path("siteId").asString()).isEqualTo(site);
                assertThat(notice.at("/alert/type").asString()).isEqualTo("offline");
                assertThat(notice.at("/alert/level").asString()).isEqualTo("critical");
                assertThat(notice.at("/alert/message").asString()).isEqualTo("Site hors ligne depuis 2 minutes");
                assertThat(client.get("/api/alerts").at("/0/type").asString()).isEqualTo("offline");

                hearts.resume(site);
                await().atMost(WITHIN).until(() -> status(client, site).equals("online"));
                await().atMost(WITHIN).until(() -> receiver.at(HOOK).size() >= 2);
                assertThat(Client.JSON
                                .readTree(receiver.at(HOOK).get(1).body())
                                .at("/alert/status")
                                .asString())
                        .isEqualTo("resolved");
                assertThat(client.get("/api/alerts")).isEmpty();
            }
            vigie.stop();
        }
    }

    private static Map<String, String> notices(Receiver receiver) {
        return Map.of(
                "ENABLE_WEBHOOK", "true", "WEBHOOK_URL", receiver.url(HOOK), "VIGIE_ALERT_RESOLVED_WEBHOOK", "true");
    }

    private static String status(Client client, String site) throws Exception {
        for (JsonNode known : client.get("/api/sites")) {
            if (known.path("siteId").asString().equals(site)) {
                return known.path("status").asString();
            }
        }
        return "";
    }

    private static double secondsSince(long moment) {
        return (System.nanoTime() - moment) / 1e9;
    }
}
