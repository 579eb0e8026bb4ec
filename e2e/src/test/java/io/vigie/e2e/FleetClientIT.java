package io.vigie.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vigie.embedded.FreePorts;
import io.vigie.testkit.process.VigieProcess;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A client of the fleet's REST API as it is in the field: it knows an address with a key in it, and nothing else of Vigie. */
class FleetClientIT {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final Duration WITHIN = Duration.ofSeconds(60);
    private static final String SITE = "cesson-b827eb123456";
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    @TempDir
    Path data;

    @Test
    void aClientOfTodayWorksUnmodified() throws Exception {
        int port = FreePorts.find(1).getFirst();
        long timestamp = Clock.systemUTC().millis();
        String key;
        try (VigieProcess vigie = VigieProcess.start(data, port, "--no-agent")) {
            key = vigie.apiKey().orElseThrow();
            String address = vigie.url() + "/k/" + key;

            HttpResponse<String> metrics = post(address + "/api/metrics", body(timestamp));
            assertThat(metrics.statusCode()).as(metrics.body()).isEqualTo(200);
            assertThat(metrics.body()).isEqualTo("{\"status\":\"ok\",\"received\":" + timestamp + "}");
            long sent = System.nanoTime();
            HttpResponse<String> heartbeat = post(
                    address + "/api/metrics",
                    "{\"siteId\":\"" + SITE + "\",\"clubName\":\"CESSON\",\"timestamp\":" + timestamp
                            + ",\"type\":\"heartbeat\"}");
            assertThat(heartbeat.body()).isEqualTo("{\"status\":\"ok\",\"type\":\"heartbeat\"}");

            await().atMost(WITHIN)
                    .pollInterval(Duration.ofMillis(10))
                    .until(() ->
                            get(vigie, key, "/api/sites").at("/0/lastUpdate").asLong() == timestamp);
            System.out.printf("body -> list of sites %d ms%n", (System.nanoTime() - sent) / 1_000_000);
            showsTheBody(vigie, key, timestamp);

            assertThat(sendCounted(vigie.port(), key, body(timestamp + 1_000)))
                    .as("the old agent counts characters, and sends more bytes than it says")
                    .startsWith("HTTP/1.1 200");
            await().atMost(WITHIN)
                    .until(() ->
                            get(vigie, key, "/api/sites").at("/0/lastUpdate").asLong() == timestamp + 1_000);

            HttpResponse<String> nowhere = HTTP.send(
                    request(vigie.url() + "/api/sites/nowhere", key).build(), HttpResponse.BodyHandlers.ofString());
            assertThat(nowhere.statusCode()).isEqualTo(404);
            assertThat(JSON.readTree(nowhere.body()).at("/error").asString()).isEqualTo("Site not found");
            HttpResponse<String> nobody = post(address + "/api/metrics", "{\"cpu\":{\"usage\":\"1\"}}");
            assertThat(nobody.statusCode()).isEqualTo(400);
            assertThat(JSON.readTree(nobody.body()).at("/error").asString()).isEqualTo("Site ID required");
            assertThat(nobody.body()).doesNotContain(key);
            vigie.stop();
        }
        try (VigieProcess vigie = VigieProcess.start(data, port, "--no-agent")) {
            showsTheBody(vigie, key, timestamp + 1_000);
            vigie.stop();
        }
        assertThat(VigieProcess.log(data)).doesNotContain(key);
    }

    private static void showsTheBody(VigieProcess vigie, String key, long timestamp) throws Exception {
        await().atMost(WITHIN)
                .ignoreExceptions()
                .until(() -> get(vigie, key, "/api/sites").size() == 1);
        JsonNode sent = JSON.readTree(body(timestamp));
        JsonNode site = get(vigie, key, "/api/sites/" + SITE);
        sent.propertyNames().stream()
                .filter(name -> !name.equals("alerts"))
                .forEach(name -> assertThat(site.get(name)).as(name).isEqualTo(sent.get(name)));
        assertThat(site.at("/receivedAt").isNumber()).isTrue();
        assertThat(site.at("/lastHeartbeat").isNumber()).isTrue();
        JsonNode entry = get(vigie, key, "/api/sites").get(0);
        assertThat(entry.at("/summary").toString())
                .isEqualTo("{\"temperature\":\"52.4\",\"cpu\":\"45.2\",\"memory\":\"37.5\",\"disk\":40}");
        JsonNode history = get(vigie, key, "/api/sites/" + SITE + "/history?limit=1");
        assertThat(history.size()).isEqualTo(1);
        for (String name :
                List.of("timestamp", "hostname", "uptime", "cpu", "memory", "temperature", "disk", "network")) {
            assertThat(history.get(0).get(name)).as(name).isEqualTo(sent.get(name));
        }
        assertThat(history.at("/0/services/hostapd").asString()).isEqualTo("stopped");
        assertThat(history.at("/0/application/videos").asInt()).isEqualTo(12);
        JsonNode stats = get(vigie, key, "/api/stats");
        assertThat(stats.at("/totalSites").asInt()).isEqualTo(1);
        assertThat(stats.at("/averageMetrics/memory").asString()).isEqualTo("37.5");
    }

    /** What is answered to a body whose Content-Length counts its characters. */
    private static String sendCounted(int port, String key, String body) throws Exception {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(Math.toIntExact(WITHIN.toMillis()));
            String head = "POST /k/" + key + "/api/metrics HTTP/1.1\r\nHost: localhost\r\n"
                    + "Content-Type: application/json\r\nContent-Length: " + body.length() + "\r\n\r\n";
            socket.getOutputStream().write((head + body).getBytes(StandardCharsets.UTF_8));
            byte[] start = socket.getInputStream().readNBytes(15);
            return new String(start, StandardCharsets.US_ASCII);
        }
    }

    private static JsonNode get(VigieProcess vigie, String key, String path) throws Exception {
        HttpResponse<String> answer =
                HTTP.send(request(vigie.url() + path, key).build(), HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return JSON.readTree(answer.body());
    }

    private static HttpResponse<String> post(String address, String body) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(address))
                .timeout(WITHIN)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        return HTTP.send(request, HttpResponse.BodyHandlers.ofString());
    }

    private static HttpRequest.Builder request(String address, String key) {
        return HttpRequest.newBuilder(URI.create(address)).timeout(WITHIN).header("X-API-Key", key);
    }

    private static String body(long timestamp) {
        return """
                { "timestamp": %d, "siteId": "cesson-b827eb123456", "clubName": "CESSON",
                  "hostname": "neopro-cesson", "uptime": 86400.5, "platform": "linux", "arch": "arm64",
                  "cpu": {"cores": 4, "model": "Cortex-A72", "usage": "45.2"},
                  "memory": {"total": 4096000000, "free": 2560000000, "used": 1536000000, "percent": "37.5"},
                  "temperature": "52.4",
                  "disk": {"filesystem": "/dev/root", "size": "32G", "used": "12G", "available": "18G", "percent": 40},
                  "network": {"interfaces": {"wlan0": [{"address": "192.168.4.1", "netmask": "255.255.255.0",
                    "mac": "b8:27:eb:12:34:56"}]}, "wifi": {"ssid": "CESSON"}},
                  "services": {"neopro-app": "running", "neopro-admin": "running", "nginx": "running", "hostapd": "stopped"},
                  "application": {"webapp": true, "server": true, "admin": true, "videos": 12},
                  "alerts": [{"level": "warning", "type": "disk", "message": "Espace disque faible: 91%% utilisé",
                    "value": 91}] }""".formatted(timestamp);
    }
}
