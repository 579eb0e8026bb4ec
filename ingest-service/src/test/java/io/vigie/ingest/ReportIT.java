package io.vigie.ingest;

import static io.vigie.ingest.TestAgent.LONG;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vigie.ingest.TestHttp.Answer;
import io.vigie.proto.ApiKey;
import io.vigie.proto.Topic;
import io.vigie.proto.errors.v1.ErrorEvent;
import io.vigie.proto.errors.v1.Level;
import io.vigie.testkit.servers.RealKafka;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ReportIT {

    private static final String PATH = "/report";
    private static final String BODY = "{\"error\":{\"message\":\"Something went wrong\"}}";

    private static TestIngest ingest;
    private static TestHttp http;

    private final String service = "shop-" + UUID.randomUUID();

    @BeforeAll
    static void start() throws Exception {
        ingest = new TestIngest(RealKafka.bootstrapServers());
        http = new TestHttp(ingest.httpPort());
        ApiKey first = ingest.serviceKey("first", "errors");
        await().atMost(LONG).until(() -> http.post(PATH, first.reveal(), BODY).status() == 201);
    }

    @AfterAll
    static void stop() {
        http.close();
        ingest.close();
    }

    private String key() throws Exception {
        ApiKey key = ingest.serviceKey(service, "errors");
        return key.reveal();
    }

    private List<ErrorEvent> events() throws Exception {
        List<ErrorEvent> events = new ArrayList<>();
        for (ConsumerRecord<String, byte[]> record : ingest.read(Topic.ERRORS)) {
            if (record.key().equals(service)) {
                events.add(ErrorEvent.parseFrom(record.value()));
            }
        }
        return events;
    }

    @Test
    void whatIsAnsweredIsOnTheTopicAndTheServiceIsTheKeys() throws Exception {
        Answer answer = http.post(PATH, key(), """
                {"error":{"message":"password=hunter2 was wrong","stack":"Error: x\\n    at y","path":"/a?token=t","method":"GET"},
                 "level":"fatal","service":"forged","metadata":{"userId":"123","secret":"s"}}""");
        assertThat(answer.status()).as(answer.text()).isEqualTo(201);
        String id = answer.json().get("id").asString();
        assertThat(answer.text()).isEqualTo("{\"status\":\"ok\",\"id\":\"" + id + "\"}");

        ErrorEvent event = events().getFirst();
        assertThat(event.toBuilder().setReceivedAt(0).build())
                .isEqualTo(ErrorEvent.newBuilder()
                        .setService(service)
                        .setId(id)
                        .setLevel(Level.LEVEL_FATAL)
                        .setMessage("password=[Filtered] was wrong")
                        .setStack("Error: x\n    at y")
                        .setPath("/a?token=[Filtered]")
                        .setMethod("GET")
                        .setMetadata("{\"userId\":\"123\",\"secret\":\"[Filtered]\"}")
                        .build());
        assertThat(event.getReceivedAt()).isPositive();
    }

    @Test
    void theClientsOwnIdIsKeptAndTwoEqualErrorsAreTwo() throws Exception {
        String key = key();
        Answer own = http.post(PATH, key, BODY, "Idempotency-Key", "order-7_x");
        assertThat(own.text()).isEqualTo("{\"status\":\"ok\",\"id\":\"order-7_x\"}");
        http.post(PATH, key, BODY);
        http.post(PATH, key, BODY);
        assertThat(events())
                .extracting(ErrorEvent::getId)
                .hasSize(3)
                .doesNotHaveDuplicates()
                .contains("order-7_x");
        assertThat(http.post(PATH, key, BODY, "Idempotency-Key", "a b").status())
                .isEqualTo(400);
    }

    @Test
    void asksForAKeyOfAService() throws Exception {
        assertThat(http.post(PATH, "", BODY).status()).isEqualTo(401);
        assertThat(http.post(PATH, TestIngest.newKey().reveal(), BODY).status()).isEqualTo(401);
        Answer scope = http.post(PATH, ingest.serviceKey(service, "metrics").reveal(), BODY);
        assertThat(scope.status()).isEqualTo(403);
        assertThat(scope.json().get("detail").asString()).isEqualTo("the key has not the scope errors");
        assertThat(http.post(PATH, ingest.agentKey("pi").reveal(), BODY).status())
                .isEqualTo(403);
        assertThat(events()).isEmpty();
    }

    @Test
    void pagesOfAnyOriginMayReport() throws Exception {
        Answer preflight = http.options(
                PATH,
                "Origin",
                "https://shop.example",
                "Access-Control-Request-Method",
                "POST",
                "Access-Control-Request-Headers",
                "x-api-key, content-type, idempotency-key");
        assertThat(preflight.status()).isEqualTo(200);
        assertThat(preflight.header("Access-Control-Allow-Origin")).isEqualTo("*");
        assertThat(preflight.header("Access-Control-Allow-Methods")).isEqualTo("POST");
        assertThat(preflight.header("Access-Control-Allow-Headers")).containsIgnoringCase("x-api-key");
        assertThat(preflight.header("Access-Control-Max-Age")).isEqualTo("86400");
        assertThat(preflight.header("Access-Control-Allow-Credentials")).isEmpty();

        Answer taken = http.post(PATH, key(), BODY, "Origin", "https://shop.example");
        assertThat(taken.status()).isEqualTo(201);
        assertThat(taken.header("Access-Control-Allow-Origin")).isEqualTo("*");
        Answer refused = http.post(PATH, "", BODY, "Origin", "null");
        assertThat(refused.status()).isEqualTo(401);
        assertThat(refused.header("Access-Control-Allow-Origin")).isEqualTo("*");
        assertThat(http.options("/api/metrics", "Origin", "https://x.example", "Access-Control-Request-Method", "POST")
                        .header("Access-Control-Allow-Origin"))
                .isEmpty();
    }

    @Test
    void refusesByName() throws Exception {
        Answer answer = http.post(PATH, key(), "{\"error\":{\"stack\":7}}");
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().get("errors").get(0).get("field").asString()).isEqualTo("error.stack");
    }
}
