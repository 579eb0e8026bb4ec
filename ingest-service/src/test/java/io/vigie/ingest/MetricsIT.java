package io.vigie.ingest;

import static io.vigie.ingest.TestAgent.LONG;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vigie.ingest.TestHttp.Answer;
import io.vigie.proto.ApiKey;
import io.vigie.proto.SchemaId;
import io.vigie.proto.Topic;
import io.vigie.proto.agent.v1.SourceKind;
import io.vigie.proto.metrics.v1.Schema;
import io.vigie.proto.stream.v1.SchemaRecord;
import io.vigie.proto.stream.v1.SourceRecord;
import io.vigie.testkit.servers.RealKafka;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class MetricsIT {

    private static final String PATH = "/api/v1/metrics";

    private static TestIngest ingest;
    private static TestHttp http;
    private static ApiKey key;

    private final String source = "shop-" + UUID.randomUUID();
    private final Instant now = Clock.systemUTC().instant();

    @BeforeAll
    static void start() throws Exception {
        ingest = new TestIngest(RealKafka.bootstrapServers());
        http = new TestHttp(ingest.httpPort());
        key = ingest.serviceKey();
        await().atMost(LONG).until(() -> post("{}").status() == 400);
    }

    @AfterAll
    static void stop() {
        http.close();
        ingest.close();
    }

    private static Answer post(String body) throws Exception {
        return http.post(PATH, key.reveal(), body);
    }

    private String object(String id, Instant at, String name, double value) {
        return "{\"source\":\"%s\",\"timestamp\":\"%s\",\"labels\":{\"store\":\"rennes\"},\"metrics\":[{\"name\":\"%s\",\"value\":%s,\"kind\":\"counter\"}]}"
                .formatted(id, at, name, value);
    }

    @Test
    void whatIsAcceptedIsOnTheTopicWithItsSchema() throws Exception {
        Answer answer = post(object(source, now, "business.revenue", 1799.98));
        assertThat(answer.status()).isEqualTo(202);
        assertThat(answer.text()).isEqualTo("{\"accepted\":1,\"rejected\":[]}");

        SourceRecord record = ingest.recordsOf(source).getFirst();
        assertThat(record.getKind()).isEqualTo(SourceKind.SOURCE_KIND_SERVICE);
        assertThat(record.getBody()).isEmpty();
        assertThat(record.hasFacts()).isFalse();
        assertThat(record.getFrame().getTimestampsList()).containsExactly(now.toEpochMilli());
        Schema schema = schemas().stream()
                .filter(it -> it.getId().equals(record.getFrame().getSchemaId()))
                .findFirst()
                .orElseThrow();
        assertThat(schema.getColumns(0).getName()).isEqualTo("business.revenue");
        assertThat(schema.getColumns(0).getLabelsMap()).containsEntry("store", "rennes");
    }

    private static List<Schema> schemas() throws Exception {
        List<Schema> schemas = new java.util.ArrayList<>();
        for (ConsumerRecord<String, byte[]> record : ingest.read(Topic.SCHEMAS)) {
            Schema schema = SchemaRecord.parseFrom(record.value()).getSchema();
            assertThat(record.key()).isEqualTo(SchemaId.hex(schema.getId()));
            schemas.add(schema);
        }
        return schemas;
    }

    @Test
    void aThousandObjectsWithNewColumnsMakeFewSchemas() throws Exception {
        StringBuilder body = new StringBuilder("[");
        for (int i = 0; i < 1000; i++) {
            body.append(i == 0 ? "" : ",").append(object(source, now.minusMillis(i), "metric." + i % 100, i));
        }
        Answer answer = post(body + "]");
        assertThat(answer.json().get("accepted").asInt()).isEqualTo(1000);

        List<SourceRecord> records = ingest.recordsOf(source);
        assertThat(records).hasSize(1000);
        Set<Object> ids = new HashSet<>();
        records.forEach(record -> ids.add(record.getFrame().getSchemaId()));
        assertThat(ids).hasSize(2);
    }

    @Test
    void whatIsRefusedIsSaidObjectByObject() throws Exception {
        String claimed = "claimed-" + UUID.randomUUID();
        ingest.agentKey(claimed);
        await().atMost(LONG).until(() -> post(object(claimed, now, "a", 1)).status() == 403);
        Answer answer = post("[" + object(source, now, "a", 1) + "," + object("a/b", now, "a", 1) + ","
                + object(source, now.minus(Duration.ofDays(31)), "a", 1) + "," + object(claimed, now, "a", 1) + ","
                + object(source, now, "a b", 1) + "]");

        assertThat(answer.status()).isEqualTo(202);
        assertThat(answer.json().get("accepted").asInt()).isEqualTo(1);
        List<String> rejected = new java.util.ArrayList<>();
        answer.json()
                .get("rejected")
                .forEach(it -> rejected.add(it.get("index").asInt() + " "
                        + it.get("code").asString() + " " + it.get("detail").asString()));
        assertThat(rejected)
                .containsExactly(
                        "1 bad_value [1].source: only letters, digits, marks, inner spaces and ._:@'()+- are allowed",
                        "2 timestamp_too_old [2].timestamp: at most 30 d ago is allowed, it is 31 d ago",
                        "3 permission_denied [3].source: an agent key has claimed this source",
                        "4 bad_name [4].metrics[0].name: 1 to 200 of A-Z a-z 0-9 _ . : / - are allowed");
        assertThat(ingest.recordsOf(source)).hasSize(1);
    }

    @Test
    void ifNothingIsTakenItIsAProblem() throws Exception {
        Answer one = post(object("a/b", now, "a", 1));
        assertThat(one.status()).isEqualTo(400);
        assertThat(one.json().get("errors").get(0).get("field").asString()).isEqualTo("source");
        Answer all = post("[" + object("a/b", now, "a", 1) + "," + object("s", now, "", 1) + "]");
        assertThat(all.status()).isEqualTo(400);
        assertThat(all.json().get("detail").asString()).isEqualTo("None of the objects is taken");
        assertThat(all.json().get("errors").get(1).get("field").asString()).isEqualTo("[1].metrics[0].name");
        Answer single = post("[" + object("s", now.plusSeconds(3600), "a", 1) + "]");
        assertThat(single.status()).isEqualTo(400);
        assertThat(single.json().get("errors").get(0).get("field").asString()).isEqualTo("[0].timestamp");
    }

    @Test
    void asksForAKeyThatMay() throws Exception {
        String body = object(source, now, "a", 1);
        assertThat(http.post(PATH, "", body).status()).isEqualTo(401);
        assertThat(http.post(PATH, TestIngest.newKey().reveal(), body).status()).isEqualTo(401);
        Answer denied = http.post(PATH, ingest.serviceKey("x", "errors").reveal(), "[" + body + "]");
        assertThat(denied.status()).isEqualTo(403);
        assertThat(denied.json().get("detail").asString()).isEqualTo("the key has not the scope metrics");
    }

    @Test
    void aSourceThatNeverStopsAddingColumnsIsToldToStop() throws Exception {
        Answer last = post(object(source, now, "first", 1));
        for (int i = 0; last.status() == 202 && i <= 1100; i++) {
            last = post(object(source, now, "metric." + i, 1));
        }
        assertThat(last.status()).as(last.text()).isEqualTo(429);
        assertThat(last.header("Retry-After")).isEqualTo("2");
        assertThat(last.json().get("detail").asString()).startsWith("schema: at most 1000 new ones");
        assertThat(post(object(source, now, "metric.7", 2)).status())
                .as("what it has gone on sending")
                .isEqualTo(202);
        assertThat(post(object("another", now, "metric.7", 2)).status()).isEqualTo(202);
    }
}
