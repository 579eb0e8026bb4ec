package io.vigie.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vigie.embedded.FreePorts;
import io.vigie.testkit.process.ChildProcess;
import io.vigie.testkit.process.VigieProcess;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** From a hot device to a webhook, and on after kill -9. */
class AlertWayIT {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final Duration WITHIN = Duration.ofSeconds(60);
    private static final String FLEET = "/fleet";
    private static final String DISCORD = "/discord";
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    @TempDir
    Path data;

    private long time = Clock.systemUTC().millis();

    @Test
    void aHotDeviceIsToldOnceAlsoAcrossAKillAndItsRecoveryToo() throws Exception {
        int port = FreePorts.find(1).getFirst();
        Optional<ChildProcess> integrator = Optional.empty();
        try (Receiver receiver = new Receiver()) {
            Map<String, String> settings = Map.of(
                    "ENABLE_WEBHOOK",
                    "true",
                    "WEBHOOK_URL",
                    receiver.url(FLEET),
                    "DISCORD_WEBHOOK_URL",
                    receiver.url(DISCORD));
            String key;
            try (VigieProcess vigie = VigieProcess.startWith(settings, data, port, "--no-agent")) {
                key = vigie.apiKey().orElseThrow();
                send(vigie, key, "52.4");
                awaitSeen(vigie, key);
                long sent = System.nanoTime();
                send(vigie, key, "78.2");
                long hot = time;
                await().atMost(WITHIN)
                        .pollInterval(Duration.ofMillis(5))
                        .until(() -> !receiver.at(FLEET).isEmpty());
                Receiver.Notice notice = receiver.at(FLEET).getFirst();
                System.out.printf("sample -> webhook %d ms%n", (notice.at() - sent) / 1_000_000);
                assertThat(JSON.readTree(notice.body()))
                        .isEqualTo(
                                JSON.readTree("{\"siteId\":\"cesson-b827eb123456\",\"clubName\":\"CESSON\",\"alert\":"
                                        + "{\"level\":\"critical\",\"type\":\"temperature\",\"message\":\"Température élevée: 78.2°C\","
                                        + "\"value\":\"78.2\"},\"timestamp\":" + hot + "}"));
                assertThat(notice.id()).isNotBlank();
                JsonNode alert = get(vigie, key, "/api/alerts").get(0);
                assertThat(alert.at("/message").asString()).isEqualTo("Température élevée: 78.2°C");
                assertThat(get(vigie, key, "/api/sites").at("/0/status").asString())
                        .isEqualTo("critical");
                integrator = PythonConsumer.follow(vigie.kafka(), "sample", data, "vigie.alerts");
                integrator.ifPresent(events -> events.awaitOutput("(io\\.vigie\\.alert\\.fired\\.v1)"));
                vigie.kill();
            }
            try (VigieProcess vigie = VigieProcess.startWith(settings, data, port, "--no-agent")) {
                send(vigie, key, "79.1");
                awaitSeen(vigie, key);
                assertThat(get(vigie, key, "/api/alerts").size()).isEqualTo(1);
                send(vigie, key, "60.0");
                time += Duration.ofSeconds(70).toMillis();
                send(vigie, key, "60.0");
                await().atMost(WITHIN)
                        .until(() -> get(vigie, key, "/api/alerts").isEmpty());
                await().atMost(WITHIN).until(() -> receiver.at(DISCORD).size() >= 2);
                assertThat(receiver.at(FLEET).stream().map(Receiver.Notice::id).distinct())
                        .as("once, whatever was repeated after the kill")
                        .hasSize(1);
                assertThat(get(vigie, key, "/api/sites").at("/0/status").asString())
                        .isEqualTo("online");
                integrator.ifPresent(events -> {
                    events.awaitOutput("(io\\.vigie\\.alert\\.resolved\\.v1)");
                    assertThat(events.output().stream().filter(line -> line.contains("alert.fired")))
                            .as("each event once")
                            .hasSize(1);
                });
                vigie.stop();
            }
        } finally {
            integrator.ifPresent(ChildProcess::close);
        }
    }

    private void awaitSeen(VigieProcess vigie, String key) {
        long last = time;
        await().atMost(WITHIN)
                .ignoreExceptions()
                .until(() -> get(vigie, key, "/api/sites").at("/0/lastUpdate").asLong() == last);
    }

    /** Each body is of a later moment. */
    private void send(VigieProcess vigie, String key, String temperature) throws Exception {
        time += 1_000;
        String body = "{\"siteId\":\"cesson-b827eb123456\",\"clubName\":\"CESSON\",\"timestamp\":" + time
                + ",\"temperature\":\"" + temperature + "\"}";
        HttpResponse<String> answer = HTTP.send(
                HttpRequest.newBuilder(URI.create(vigie.url() + "/k/" + key + "/api/metrics"))
                        .timeout(WITHIN)
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    }

    private static JsonNode get(VigieProcess vigie, String key, String path) throws Exception {
        HttpResponse<String> answer = HTTP.send(
                HttpRequest.newBuilder(URI.create(vigie.url() + path))
                        .timeout(WITHIN)
                        .header("X-API-Key", key)
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return JSON.readTree(answer.body());
    }
}
