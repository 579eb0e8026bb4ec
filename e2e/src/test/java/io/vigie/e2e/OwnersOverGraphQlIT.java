package io.vigie.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vigie.e2e.Dashboard.Subscription;
import io.vigie.embedded.FreePorts;
import io.vigie.testkit.process.VigieProcess;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** What the dashboard asks for of error-service, alert-service and the gateway, through all of them. */
class OwnersOverGraphQlIT {

    private static final Duration WITHIN = Duration.ofSeconds(60);
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final String SITE = "cesson-b827eb123456";

    @TempDir
    Path data;

    private final Instant now = Clock.systemUTC().instant();

    @Test
    void keysErrorsAndAlertsAreInTheHandsOfWhoIsSignedIn() throws Exception {
        int port = FreePorts.find(1).getFirst();
        try (VigieProcess vigie = VigieProcess.start(data, port, "--no-agent")) {
            Dashboard dashboard =
                    Dashboard.signIn(vigie.url(), "admin", vigie.adminPassword().orElseThrow());
            String key = aNewKey(dashboard);
            theIssueOfAnError(vigie, dashboard, key);
            theAlertOfAChangedRule(vigie, dashboard, key);
            vigie.stop();
        }
    }

    private static String aNewKey(Dashboard dashboard) throws Exception {
        JsonNode created = dashboard.query("""
                        mutation { createApiKey(name: "e2e", service: "shop", scopes: [ERRORS, METRICS])
                          { key apiKey { createdBy } } }""", Map.of()).path("createApiKey");
        assertThat(created.at("/apiKey/createdBy").asString()).isEqualTo("admin");
        assertThat(dashboard.query("{ apiKeys { service scopes } }", Map.of()).toString())
                .contains("\"demo\"", "{\"service\":\"shop\",\"scopes\":[\"ERRORS\",\"METRICS\"]}");
        return created.path("key").asString();
    }

    private void theIssueOfAnError(VigieProcess vigie, Dashboard dashboard, String key) throws Exception {
        try (Subscription events = dashboard.subscribe(
                "subscription { errorEvents(services: [\"shop\"]) { issueId message } }", Map.of())) {
            // The subscription is there once it has said something.
            await().atMost(WITHIN)
                    .pollInterval(Duration.ofMillis(500))
                    .ignoreExceptions()
                    .until(() -> {
                        send(
                                vigie,
                                key,
                                "/report",
                                "{\"error\":{\"message\":\"boom\",\"stack\":\"Error: boom\\n    at f (a.js:1:2)\"}}",
                                201);
                        return isTold(events);
                    });
        }
        JsonNode issue = dashboard.query("""
                        { issues(filter: {services: ["shop"]}) { totalCount
                          nodes { id title hours { count } events { message } } } }""", Map.of()).at("/issues/nodes/0");
        assertThat(issue.at("/hours/0/count").asInt()).isPositive();
        assertThat(issue.at("/events/0/message").asString()).isEqualTo("boom");
        Map<String, Object> id = Map.of("id", issue.path("id").asString());
        dashboard.query("mutation($id: ID!) { updateIssues(ids: [$id], assignee: \"admin\") { id } }", id);
        JsonNode commented = dashboard.query(
                "mutation($id: ID!) { commentIssue(id: $id, text: \"seen before\") { assignee comments { author text } } }",
                id);
        assertThat(commented.path("commentIssue").toString())
                .isEqualTo("{\"assignee\":\"admin\",\"comments\":[{\"author\":\"admin\",\"text\":\"seen before\"}]}");
        JsonNode stats = dashboard.query(
                "query($from: Instant!, $to: Instant!) { errorStats(from: $from, to: $to) { total services { service issues } } }",
                Map.of(
                        "from",
                        now.minus(Duration.ofDays(80)).toString(),
                        "to",
                        now.plus(Duration.ofDays(1)).toString()));
        assertThat(stats.at("/errorStats/services").toString()).isEqualTo("[{\"service\":\"shop\",\"issues\":1}]");
    }

    private static boolean isTold(Subscription events) throws InterruptedException {
        return events.next(Duration.ofMillis(500))
                .at("/errorEvents/message")
                .asString()
                .equals("boom");
    }

    private void theAlertOfAChangedRule(VigieProcess vigie, Dashboard dashboard, String key) throws Exception {
        JsonNode saved = dashboard.query("""
                mutation { saveRule(rule: {id: "temperature-high", name: "Warm", kind: THRESHOLD, level: WARNING, type: "temperature",
                  metric: "hw.temperature", comparison: ABOVE, threshold: 60, clearAt: 55, messageFr: "Tiède: {value}",
                  messageEn: "Warm: {value}"}) { nameFr name threshold builtIn } }""", Map.of());
        assertThat(saved.path("saveRule").toString())
                .isEqualTo("{\"nameFr\":\"Température élevée\",\"name\":\"Warm\",\"threshold\":60.0,\"builtIn\":true}");
        String sources =
                "{ sources { nodes { id health alerts { id messageEn } } } sourceCounts { warning critical } }";
        long[] time = {now.toEpochMilli()};
        await().atMost(WITHIN).until(() -> {
            time[0] += 1_000;
            String body = "{\"siteId\":\"" + SITE + "\",\"clubName\":\"CESSON\",\"timestamp\":" + time[0]
                    + ",\"temperature\":\"65.0\"}";
            send(vigie, key, "/api/metrics", body, 200);
            return dashboard
                    .query(sources, Map.of())
                    .at("/sources/nodes/0/health")
                    .asString("")
                    .equals("WARNING");
        });
        JsonNode seen = dashboard.query(sources, Map.of());
        assertThat(seen.at("/sources/nodes/0/alerts/0/messageEn").asString()).isEqualTo("Warm: 65.0");
        assertThat(seen.path("sourceCounts").toString()).isEqualTo("{\"warning\":1,\"critical\":0}");
        Map<String, Object> id =
                Map.of("id", seen.at("/sources/nodes/0/alerts/0/id").asString());
        JsonNode acknowledged =
                dashboard.query("mutation($id: ID!) { acknowledgeAlert(id: $id) { status acknowledgedBy } }", id);
        assertThat(acknowledged.path("acknowledgeAlert").toString())
                .isEqualTo("{\"status\":\"ACKNOWLEDGED\",\"acknowledgedBy\":\"admin\"}");
        assertThat(dashboard
                        .query("query($id: ID!) { alert(id: $id) { siteId } alerts { totalCount } }", id)
                        .toString())
                .isEqualTo("{\"alert\":{\"siteId\":\"" + SITE + "\"},\"alerts\":{\"totalCount\":1}}");
        JsonNode preview = dashboard.query(
                """
                query($from: Instant!, $to: Instant!) { rulePreview(from: $from, to: $to, rule: {name: "n", kind: THRESHOLD, level: INFO,
                  type: "t", metric: "hw.temperature", comparison: AT_LEAST, threshold: 65, messageFr: "f", messageEn: "e"})
                  { source firing value } }""",
                Map.of(
                        "from",
                        now.minus(Duration.ofHours(1)).toString(),
                        "to",
                        now.plus(Duration.ofHours(1)).toString()));
        assertThat(preview.at("/rulePreview/0").toString())
                .isEqualTo("{\"source\":\"" + SITE + "\",\"firing\":true,\"value\":\"65.0\"}");
    }

    private static void send(VigieProcess vigie, String key, String path, String body, int status) throws Exception {
        HttpResponse<String> answer = HTTP.send(
                HttpRequest.newBuilder(URI.create(vigie.url() + path))
                        .timeout(WITHIN)
                        .header("X-API-Key", key)
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    }
}
