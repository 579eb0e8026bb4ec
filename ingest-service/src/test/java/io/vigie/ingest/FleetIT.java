package io.vigie.ingest;

import static io.vigie.ingest.TestAgent.LONG;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vigie.ingest.TestHttp.Answer;
import io.vigie.ingest.json.Mutations;
import io.vigie.proto.ApiKey;
import io.vigie.proto.FrameDecoder;
import io.vigie.proto.SchemaId;
import io.vigie.proto.Topic;
import io.vigie.proto.agent.v1.SourceKind;
import io.vigie.proto.metrics.v1.Schema;
import io.vigie.proto.stream.v1.SchemaRecord;
import io.vigie.proto.stream.v1.SourceRecord;
import io.vigie.testkit.servers.RealKafka;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FleetIT {

    private static final String PATH = "/api/metrics";

    private static TestIngest ingest;
    private static TestHttp http;
    private static ApiKey key;

    private final String site = "cesson-" + UUID.randomUUID();
    private final long now = Clock.systemUTC().millis();
    private CapturedLog log;

    @BeforeAll
    static void start() throws Exception {
        ingest = new TestIngest(RealKafka.bootstrapServers(), "--vigie.ingest.canary.every=200ms");
        http = new TestHttp(ingest.httpPort());
        key = ingest.serviceKey();
        await().atMost(LONG).until(() -> post("{\"siteId\":\"first\"}").status() == 200);
    }

    @AfterAll
    static void stop() {
        http.close();
        ingest.close();
    }

    @BeforeEach
    void listen() {
        log = new CapturedLog();
    }

    @AfterEach
    void nothingInTheLogToFearAndNoSecretEither() {
        log.close();
        assertThat(log.complaints()).isEmpty();
        assertThat(log.messages()).noneMatch(message -> message.contains(key.reveal()));
    }

    private static Answer post(String body) throws Exception {
        return http.post(PATH, key.reveal(), body);
    }

    private static Map<String, Double> values(SourceRecord record) throws Exception {
        Schema schema = schema(SchemaId.hex(record.getFrame().getSchemaId()));
        FrameDecoder frame = FrameDecoder.check(record.getFrame(), schema.getColumnsCount());
        Map<String, Double> values = new TreeMap<>();
        for (int column = 0; column < frame.columns(); column++) {
            String name = schema.getColumns(column).getName();
            frame.forEach(column, (timestamp, value) -> values.merge(name, value, Double::sum));
        }
        return values;
    }

    private static Schema schema(String id) throws Exception {
        for (ConsumerRecord<String, byte[]> record : ingest.read(Topic.SCHEMAS)) {
            if (record.key().equals(id)) {
                return SchemaRecord.parseFrom(record.value()).getSchema();
            }
        }
        throw new AssertionError("no schema " + id);
    }

    private String body() {
        return """
                {"timestamp": %d, "siteId": "%s", "clubName": "CESSON", "hostname": "neopro-cesson", "uptime": 86400.5,
                 "cpu": {"cores": 4, "usage": "45.2"}, "temperature": "52.4", "disk": {"size": "32G", "percent": 40},
                 "services": {"nginx": "running", "hostapd": "stopped"},
                 "alerts": [{"level": "warning", "type": "disk", "message": "Espace disque faible: 91%% utilisé", "value": 91}]}""".formatted(now, site);
    }

    @Test
    void whatIsAnsweredIsOnTheTopicWithItsSchema() throws Exception {
        Answer answer = post(body());
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.text()).isEqualTo("{\"status\":\"ok\",\"received\":" + now + "}");
        assertThat(answer.header("Content-Type")).isEqualTo("application/json");

        SourceRecord record = ingest.recordsOf(site).getFirst();
        assertThat(record.getKind()).isEqualTo(SourceKind.SOURCE_KIND_DEVICE);
        assertThat(record.getReceivedAt()).isBetween(now - 1000, now + 60_000);
        assertThat(record.getFrame().getTimestampsList()).containsExactly(now);
        assertThat(values(record))
                .isEqualTo(Map.of(
                        "system.cpu.utilization", 0.452,
                        "hw.temperature", 52.4,
                        "system.filesystem.limit", 32 * Math.pow(2, 30),
                        "system.filesystem.utilization", 0.4,
                        "system.uptime", 86400.5,
                        "service.running", 1.0));
        assertThat(record.getFacts().getPartial()).isTrue();
        assertThat(record.getFacts().getLabelsMap()).isEqualTo(Map.of("club", "CESSON"));
        assertThat(record.getFacts().getFactsMap())
                .isEqualTo(Map.of("host.name", "neopro-cesson", "host.cpu.cores", "4"));
        assertThat(record.getReportedAlerts().getAlertsList())
                .extracting(alert -> alert.getType() + " " + alert.getMessage() + " " + alert.getValue())
                .containsExactly("disk Espace disque faible: 91% utilisé 91");
        assertThat(record.getBody()).startsWith("{\"timestamp\":" + now).doesNotContain("alerts");
    }

    @Test
    void aBodyWithoutAFieldMakesNoNewSchema() throws Exception {
        post(body());
        post("{\"siteId\":\"" + site + "\",\"timestamp\":" + (now + 1) + ",\"temperature\":50}");
        post("{\"siteId\":\"" + site + "\",\"timestamp\":" + (now + 2) + "}");

        List<SourceRecord> records = ingest.recordsOf(site);
        assertThat(records).hasSize(3);
        assertThat(records.get(1).getFrame().getSchemaId())
                .isEqualTo(records.get(0).getFrame().getSchemaId());
        assertThat(values(records.get(1))).isEqualTo(Map.of("hw.temperature", 50.0));
        assertThat(records.get(1).hasReportedAlerts()).isFalse();
        assertThat(records.get(2).hasFrame()).isFalse();
        assertThat(records.get(2).getBody()).isNotEmpty();
    }

    @Test
    void aHeartbeatIsASignOfLife() throws Exception {
        Answer answer = post(
                "{\"siteId\":\"%s\",\"clubName\":\"C\",\"timestamp\":%d,\"type\":\"heartbeat\"}".formatted(site, now));
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.text()).isEqualTo("{\"status\":\"ok\",\"type\":\"heartbeat\"}");

        SourceRecord record = ingest.recordsOf(site).getFirst();
        assertThat(record.hasFrame()).isFalse();
        assertThat(record.getBody()).isEmpty();
        assertThat(record.hasReportedAlerts()).isFalse();
        assertThat(record.getFacts().getLabelsMap()).isEqualTo(Map.of("club", "C"));
    }

    /** The old agent counts characters, sends more bytes than it said, and names its club in Latin-1. */
    @Test
    void theOldAgentIsUnderstood() throws Exception {
        String accented = "saint étienne-" + UUID.randomUUID();
        byte[] whole = body().replace("CESSON", "SAINT ÉTIENNE")
                .replace("\"siteId\": \"" + site + "\", ", "")
                .getBytes(UTF_8);
        int characters = new String(whole, UTF_8).length();
        String head = "POST /api/metrics HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nX-API-Key: "
                + key.reveal() + "\r\nX-Site-ID: " + accented + "\r\nX-Club-Name: ÉTIENNE\r\nContent-Length: "
                + characters + "\r\n\r\n";

        assertThat(http.raw(head, whole)).isEqualTo("HTTP/1.1 200 OK");

        SourceRecord record = ingest.recordsOf(accented).getFirst();
        assertThat(record.getFacts().getLabelsMap()).isEqualTo(Map.of("club", "SAINT ÉTIENNE"));
        assertThat(record.hasReportedAlerts()).isFalse();
        assertThat(values(record)).containsEntry("hw.temperature", 52.4);
    }

    @Test
    void aBodyWithoutASiteIsRefusedInTheWordsOfOldClients() throws Exception {
        Answer answer = post("{\"cpu\":{}}");
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(answer.json().get("error").asString()).isEqualTo("Site ID required");
        assertThat(answer.json().get("detail").asString()).startsWith("siteId: must be given");
    }

    private void refused(int status, String detail, Answer answer) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(status);
        assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(answer.json().get("detail").asString()).startsWith(detail);
    }

    @Test
    void refusesByName() throws Exception {
        String start = "{\"siteId\":\"" + site + "\",";
        refused(400, "temperature: must be a finite number", post(start + "\"temperature\":1e999}"));
        refused(400, "temperature: is there twice", post(start + "\"temperature\":1,\"temperature\":1}"));
        refused(400, "body: is not valid JSON: line 1", post(start));
        refused(400, "body: depth at most 64", post(start + "\"a\":" + "[".repeat(100) + "]".repeat(100) + "}"));
        refused(400, "body: must not have the character NUL", post(start + "\"a\":\"\0\"}"));
        refused(400, "body: is not UTF-8 at byte 1", http.post(PATH, key.reveal(), new byte[] {
            '"', (byte) 0xE9, '"', '}'
        }));
        refused(400, "body: is empty", post(""));
        refused(
                400,
                "timestamp: at most 30 d ago is allowed, it is 31 d ago",
                post(start + "\"uptime\":1,\"timestamp\":"
                        + (now - Duration.ofDays(31).toMillis()) + "}"));
        refused(
                400,
                "timestamp: at most 10 min ahead is allowed",
                post(start + "\"uptime\":1,\"timestamp\":" + (now + 700_000) + "}"));
        refused(
                415,
                "Content-Type: application/json",
                http.post(PATH, key.reveal(), "{}", "Content-Type", "text/plain"));
        refused(415, "Content-Encoding: gzip", http.post(PATH, key.reveal(), "{}", "Content-Encoding", "br"));
        refused(413, "body: at most 1048576 bytes", post("\"" + "x".repeat(1_100_000) + "\""));
        assertThat(ingest.recordsOf(site)).isEmpty();
    }

    @Test
    void malformedBodiesAreNeverAFaultOfOurs() throws Exception {
        String both = ingest.serviceKey("shop", "metrics", "errors").reveal();
        await().atMost(LONG).until(() -> http.post("/report", both, "{}").status() == 400);
        Map<String, Mutations> paths = Map.of(
                PATH,
                new Mutations(1, body()),
                "/api/v1/metrics",
                new Mutations(
                        2, "{\"source\":\"s\",\"metrics\":[{\"name\":\"a\",\"value\":1,\"labels\":{\"a\":\"b\"}}]}"),
                "/report",
                new Mutations(3, "{\"error\":{\"message\":\"a\"},\"level\":\"error\",\"metadata\":{\"a\":[1]}}"));
        for (Map.Entry<String, Mutations> path : paths.entrySet()) {
            for (int i = 0; i < 1_000; i++) {
                byte[] body = path.getValue().next();
                Answer answer = http.post(path.getKey(), both, body);
                assertThat(answer.status()).as(new String(body, UTF_8)).isLessThan(500);
                if (answer.status() >= 300) {
                    assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
                }
            }
        }
    }

    @Test
    void takesGzipAndCountsWhatIsInIt() throws Exception {
        byte[] zipped = TestHttp.gzip(body().getBytes(UTF_8));
        assertThat(http.post(PATH, key.reveal(), zipped, "Content-Encoding", "gzip")
                        .status())
                .isEqualTo(200);
        assertThat(ingest.recordsOf(site)).hasSize(1);

        byte[] bomb = TestHttp.gzip(new byte[100_000_000]);
        refused(413, "body: at most 1048576 bytes", http.post(PATH, key.reveal(), bomb, "Content-Encoding", "gzip"));
        refused(400, "body: is not gzip", http.post(PATH, key.reveal(), "{}", "Content-Encoding", "gzip"));
    }

    @Test
    void asksForAKeyThatMay() throws Exception {
        refused(401, "no API key", http.post(PATH, "", body()));
        refused(401, "no API key", http.post(PATH, "avl_short", body()));
        refused(
                401,
                "the API key is unknown",
                http.post(PATH, TestIngest.newKey().reveal(), body()));
        refused(
                403,
                "the key has not the scope metrics",
                http.post(PATH, ingest.serviceKey("x", "errors").reveal(), body()));
        ApiKey own = ingest.agentKey(site);
        refused(
                403,
                "siteId: this key belongs to another source",
                http.post(PATH, own.reveal(), "{\"siteId\":\"other\"}"));
        refused(403, "siteId: an agent key has claimed this source", post(body()));
        assertThat(http.post(PATH, "", body(), "Authorization", "Bearer " + own.reveal())
                        .status())
                .isEqualTo(200);
    }

    @Test
    void aCanaryIsOnEachPartitionAndNoMoreThanOneAPeriod() throws Exception {
        await().atMost(LONG)
                .until(() -> canaries().values().stream().allMatch(times -> times.size() >= 3)
                        && canaries().size() == 4);
        canaries().values().forEach(times -> {
            for (int i = 1; i < times.size(); i++) {
                assertThat(times.get(i) - times.get(i - 1)).isGreaterThanOrEqualTo(195);
            }
        });
    }

    private static Map<Integer, List<Long>> canaries() throws Exception {
        Map<Integer, List<Long>> canaries = new HashMap<>();
        for (ConsumerRecord<String, byte[]> record : ingest.read(Topic.METRICS)) {
            if (record.key().isEmpty()) {
                SourceRecord canary = SourceRecord.parseFrom(record.value());
                assertThat(canary)
                        .isEqualTo(SourceRecord.newBuilder()
                                .setReceivedAt(canary.getReceivedAt())
                                .build());
                canaries.computeIfAbsent(record.partition(), partition -> new java.util.ArrayList<>())
                        .add(canary.getReceivedAt());
            }
        }
        return canaries;
    }
}
