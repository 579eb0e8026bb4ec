package io.vigie.gateway.audit;

import static io.vigie.gateway.RunningGateway.bearer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vigie.embedded.EmbeddedKafka;
import io.vigie.gateway.RunningGateway;
import io.vigie.testkit.servers.RealMongo;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.data.mongodb.core.ReactiveMongoTemplate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What Kafka did not take at once. */
class UntoldIT {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final List<String> COLLECTIONS = List.of("api_keys", "users", "revocations");
    private static final List<String> ACTIONS =
            List.of("key created", "key disabled", "user created", "user signed-out");

    @Test
    void itIsToldUnderTheSameIdsWhenKafkaIsBack(@TempDir Path folder) throws Exception {
        EmbeddedKafka kafka = EmbeddedKafka.start(folder, 0);
        try (RunningGateway gateway = start(RealMongo.freshDatabase(), kafka.port())) {
            String admin = gateway.adminToken();
            awaitNothingUntold(gateway);
            int port = kafka.port();
            kafka.close();
            Map<String, String> untold = change(gateway, admin);
            kafka = EmbeddedKafka.start(folder, port);
            assertToldBy(gateway, untold, kafka);
        } finally {
            kafka.close();
        }
    }

    @Test
    void itIsToldUnderTheSameIdsByTheNextGateway(@TempDir Path folder) throws Exception {
        String database = RealMongo.freshDatabase();
        EmbeddedKafka kafka = EmbeddedKafka.start(folder, 0);
        try {
            int port = kafka.port();
            Map<String, String> untold;
            try (RunningGateway gateway = start(database, port)) {
                String admin = gateway.adminToken();
                awaitNothingUntold(gateway);
                kafka.close();
                untold = change(gateway, admin);
            }
            kafka = EmbeddedKafka.start(folder, port);
            try (RunningGateway next = start(database, port)) {
                assertToldBy(next, untold, kafka);
            }
        } finally {
            kafka.close();
        }
    }

    private static RunningGateway start(String database, int kafkaPort) {
        return RunningGateway.with("spring.mongodb.uri", database)
                .and("vigie.kafka.bootstrap-servers", "127.0.0.1:" + kafkaPort)
                .start();
    }

    /** Changes something of each kind; what is stored to be told, action by id. */
    private static Map<String, String> change(RunningGateway gateway, String admin) throws Exception {
        String id = gateway.post("/api/v1/keys", "{\"name\":\"f\",\"kind\":\"fleet\"}", bearer(admin))
                .text("id");
        gateway.send("PATCH", "/api/v1/keys/" + id, "{\"active\":false}", bearer(admin));
        gateway.post(
                "/api/v1/users",
                "{\"username\":\"grace\",\"password\":\"first password\",\"role\":\"viewer\"}",
                bearer(admin));
        gateway.post("/auth/logout", null, bearer(admin));
        Map<String, String> untold = untold(gateway);
        assertThat(untold.values()).containsExactlyInAnyOrderElementsOf(ACTIONS);
        return untold;
    }

    private static void assertToldBy(RunningGateway gateway, Map<String, String> untold, EmbeddedKafka kafka) {
        awaitNothingUntold(gateway);
        List<JsonNode> told = new AuditTopic(kafka.bootstrapServers())
                .read(event -> untold.containsKey(event.path("id").asString()));
        Map<String, String> actions = new TreeMap<>();
        told.forEach(event -> actions.put(event.path("id").asString(), action(event)));
        assertThat(actions).isEqualTo(untold);
    }

    private static void awaitNothingUntold(RunningGateway gateway) {
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(untold(gateway)).isEmpty());
    }

    private static Map<String, String> untold(RunningGateway gateway) {
        ReactiveMongoTemplate mongo = gateway.bean(ReactiveMongoTemplate.class);
        Map<String, String> untold = new TreeMap<>();
        for (String collection : COLLECTIONS) {
            for (Told document : Objects.requireNonNull(
                    mongo.findAll(Told.class, collection).collectList().block(PATIENCE))) {
                Objects.requireNonNullElse(document.outbox(), List.<AuditEvent>of())
                        .forEach(event -> untold.put(
                                event.id(), action(JsonMapper.shared().readTree(event.event()))));
            }
        }
        return untold;
    }

    private static String action(JsonNode event) {
        return event.at("/data/kind").asString() + " "
                + event.at("/data/action").asString();
    }

    /** Of any of these documents, what they have to tell. */
    private record Told(String id, @Nullable List<AuditEvent> outbox) {}
}
