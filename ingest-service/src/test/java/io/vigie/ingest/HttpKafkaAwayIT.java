package io.vigie.ingest;

import static io.vigie.ingest.TestAgent.LONG;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vigie.embedded.EmbeddedKafka;
import io.vigie.embedded.FreePorts;
import io.vigie.ingest.TestHttp.Answer;
import io.vigie.proto.ApiKey;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HttpKafkaAwayIT {

    private static final Map<String, String> BODIES = Map.of(
            "/api/metrics", "{\"siteId\":\"x\",\"uptime\":7}",
            "/report", "{\"error\":{\"message\":\"x\"}}",
            "/api/v1/metrics", "{\"source\":\"x\",\"metrics\":[{\"name\":\"a\",\"value\":1}]}");

    @Test
    void withoutKafkaNothingIsTakenAndEverybodyIsToldToComeBack(@TempDir Path folder) throws Exception {
        int kafkaPort = FreePorts.find(1).getFirst();
        try (TestIngest ingest = new TestIngest("127.0.0.1:" + kafkaPort, "--vigie.ingest.canary.every=200ms");
                TestHttp http = new TestHttp(ingest.httpPort());
                CapturedLog log = new CapturedLog()) {
            for (String path : BODIES.keySet()) {
                toldToComeBack(http.post(path, TestIngest.newKey().reveal(), BODIES.getOrDefault(path, "")));
            }

            ApiKey key;
            try (EmbeddedKafka kafka = EmbeddedKafka.start(folder, kafkaPort)) {
                key = ingest.serviceKey("shop", "metrics", "errors");
                for (String path : BODIES.keySet()) {
                    await().atMost(LONG).until(() -> isTaken(http, path, key));
                }
                kafka.close();
                for (String path : BODIES.keySet()) {
                    toldToComeBack(http.post(path, key.reveal(), BODIES.getOrDefault(path, "")));
                }
            }
            assertThat(log.complaints())
                    .filteredOn(complaint -> complaint.contains("io.vigie"))
                    .as("said once, without a stack trace")
                    .hasSizeBetween(1, 2)
                    .noneMatch(complaint -> complaint.contains("Exception@"));

            try (EmbeddedKafka kafka = EmbeddedKafka.start(folder, kafkaPort)) {
                for (String path : BODIES.keySet()) {
                    await().atMost(LONG).until(() -> isTaken(http, path, key));
                }
            }
        }
    }

    private static boolean isTaken(TestHttp http, String path, ApiKey key) throws Exception {
        return http.post(path, key.reveal(), BODIES.getOrDefault(path, "")).status() / 100 == 2;
    }

    private static void toldToComeBack(Answer answer) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(503);
        assertThat(answer.header("Retry-After")).isEqualTo("2");
        assertThat(answer.json().get("code").asString()).isEqualTo("unavailable");
    }
}
