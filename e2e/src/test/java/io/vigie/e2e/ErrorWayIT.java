package io.vigie.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vigie.embedded.FreePorts;
import io.vigie.testkit.process.VigieProcess;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** From an application's error to a live page, and on after kill -9. */
class ErrorWayIT {

    private static final Duration WITHIN = Duration.ofSeconds(60);
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final String LIVE =
            "subscription { errorEvents(levels: [ERROR]) { id issueId service level title message } }";
    private static final String ISSUES =
            "{ issues(first: 10) { totalCount nodes { id service title culprit status count } } }";
    private static final int ROUNDS = 20;

    @TempDir
    Path data;

    @Test
    void anErrorIsLiveGroupedAndCountedOnce() throws Exception {
        int port = FreePorts.find(1).getFirst();
        String key;
        Dashboard dashboard;
        try (VigieProcess vigie = VigieProcess.start(data, port, "--no-agent")) {
            key = vigie.apiKey().orElseThrow();
            dashboard =
                    Dashboard.signIn(vigie.url(), "admin", vigie.adminPassword().orElseThrow());
            try (Dashboard.Subscription live = dashboard.subscribe(LIVE, Map.of())) {
                awaitFirst(vigie, key, live);
                long slowest = 0;
                for (int i = 0; i < ROUNDS; i++) {
                    long sent = System.nanoTime();
                    String id = report(vigie, key, "round-" + i, "User " + (40 + i) + " not found");
                    JsonNode event = live.next(WITHIN).path("errorEvents");
                    slowest = Math.max(slowest, System.nanoTime() - sent);
                    assertThat(event.path("id").asString()).isEqualTo(id);
                    assertThat(event.path("service").asString()).isEqualTo("demo");
                }
                System.out.printf("report -> subscription, slowest of %d: %d ms%n", ROUNDS, slowest / 1_000_000);
            }
            report(vigie, key, "round-0", "User 40 not found");
            await("the issue with each error once")
                    .atMost(WITHIN)
                    .until(() -> issue(dashboard).path("count").asInt() == ROUNDS);
            vigie.kill();
        }
        try (VigieProcess vigie = VigieProcess.start(data, port, "--no-agent")) {
            report(vigie, key, "after", "User 7 not found");
            await("what came before the kill and after it")
                    .atMost(WITHIN)
                    .ignoreExceptions()
                    .until(() -> issue(dashboard).path("count").asInt() == ROUNDS + 1);
            JsonNode issue = issue(dashboard);
            assertThat(issue.path("status").asString()).isEqualTo("UNRESOLVED");
            assertThat(issue.path("culprit").asString()).contains("find");
            vigie.stop();
        }
        assertThat(Files.readString(data.resolve("logs/errors.log")))
                .contains("User 7 not found")
                .doesNotContain("secret word");
    }

    /** The subscription is there once it has said something; then it is read until it has nothing more to say. */
    private static void awaitFirst(VigieProcess vigie, String key, Dashboard.Subscription live) throws Exception {
        int sent = 0;
        do {
            send(vigie, key, "warm-" + sent++, "error", "Warming up");
        } while (live.nextWithin(Duration.ofMillis(500)).isEmpty());
        String last = "warm-" + sent;
        send(vigie, key, last, "error", "Warming up");
        while (!live.next(WITHIN).at("/errorEvents/id").asString().equals(last)) {
            // Those of before.
        }
    }

    private static JsonNode issue(Dashboard dashboard) throws Exception {
        for (JsonNode node : dashboard.query(ISSUES, Map.of()).at("/issues/nodes")) {
            if (node.path("title").asString().contains("not found")) {
                return node;
            }
        }
        return Dashboard.JSON.missingNode();
    }

    private static String report(VigieProcess vigie, String key, String id, String message) throws Exception {
        HttpResponse<String> answer = send(vigie, key, id, "error", message);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
        return Dashboard.JSON.readTree(answer.body()).path("id").asString();
    }

    private static HttpResponse<String> send(VigieProcess vigie, String key, String id, String level, String message)
            throws Exception {
        String body = Dashboard.JSON.writeValueAsString(Map.of(
                "error",
                Map.of(
                        "message",
                        message,
                        "stack",
                        "Error: " + message + "\n    at find (/app/src/users.js:10:5)",
                        "path",
                        "/api/users",
                        "method",
                        "GET"),
                "level",
                level,
                "metadata",
                Map.of("userId", "123", "password", "secret word")));
        return HTTP.send(
                HttpRequest.newBuilder(URI.create(vigie.url() + "/report"))
                        .timeout(WITHIN)
                        .header("Content-Type", "application/json")
                        .header("X-API-Key", key)
                        .header("Idempotency-Key", id)
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }
}
