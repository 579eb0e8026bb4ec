package io.vigie.gateway.keys;

import static io.vigie.gateway.RunningGateway.bearer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vigie.embedded.EmbeddedKafka;
import io.vigie.gateway.RunningGateway;
import io.vigie.gateway.RunningGateway.Answer;
import io.vigie.messaging.RecordPublisher;
import io.vigie.messaging.ReferenceTable;
import io.vigie.proto.ApiKey;
import io.vigie.proto.Topic;
import io.vigie.proto.stream.v1.ApiKeyRecord;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class KeysIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static RunningGateway gateway;
    private static String admin;

    @BeforeAll
    static void start() throws Exception {
        gateway = RunningGateway.builder().start();
        admin = gateway.adminToken();
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    @Test
    void aKeyIsShownOnceAndListedWithoutItsSecret() throws Exception {
        Answer made = create(gateway, admin, "shop of rennes", "shop-api");
        assertThat(made.text("name")).isEqualTo("shop of rennes");
        assertThat(made.text("service")).isEqualTo("shop-api");
        assertThat(made.json().at("/scopes/0").asString()).isEqualTo("errors");
        assertThat(made.json().at("/scopes/1").asString()).isEqualTo("metrics");
        assertThat(made.json().at("/active").asBoolean()).isTrue();
        assertThat(made.text("createdBy")).isEqualTo("admin");
        assertThat(Instant.parse(made.text("createdAt"))).isBefore(Instant.now().plusSeconds(60));
        assertThat(made.json().path("lastUsedAt").isNull()).isTrue();
        ApiKey key = ApiKey.parse(made.text("key")).orElseThrow();
        assertThat(made.text("prefix")).isEqualTo(key.prefix());
        Answer list = gateway.get("/api/v1/keys", bearer(admin));
        assertThat(list.body()).contains(made.text("id"), key.prefix()).doesNotContain(key.reveal());
        ApiKeyRecord record = published(gateway, made.text("id")).orElseThrow();
        assertThat(key.matches(record.getSha256().toByteArray())).isTrue();
        assertThat(record.getActive()).isTrue();
        assertThat(record.getService()).isEqualTo("shop-api");
    }

    @Test
    void everyAnswerShowsTheSameMembersAndTheKeyOnlyWhereItIsNew() throws Exception {
        Answer made = create(gateway, admin, "members", "shop");
        List<String> shown = List.of(
                "id", "kind", "name", "service", "scopes", "prefix", "active", "createdBy", "createdAt", "lastUsedAt");
        List<String> fresh = new ArrayList<>(shown);
        fresh.add("key");
        assertThat(made.json().propertyNames()).containsExactlyElementsOf(fresh);
        for (JsonNode listed : gateway.get("/api/v1/keys", bearer(admin)).json()) {
            assertThat(listed.propertyNames()).containsExactlyElementsOf(shown);
        }
        String path = "/api/v1/keys/" + made.text("id");
        Answer off = gateway.send("PATCH", path, "{\"active\":false}", bearer(admin));
        assertThat(off.status()).isEqualTo(200);
        assertThat(off.json().propertyNames()).containsExactlyElementsOf(shown);
        assertThat(off.json().path("active").asBoolean()).isFalse();
        Answer renewed = gateway.post(path + "/renew", null, bearer(admin));
        assertThat(renewed.status()).isEqualTo(200);
        assertThat(renewed.json().propertyNames()).containsExactlyElementsOf(fresh);
        assertThat(renewed.text("id")).isEqualTo(made.text("id"));
        assertThat(renewed.json().path("active").asBoolean())
                .as("a key that is off stays off")
                .isFalse();
    }

    @Test
    void whatChangesIsPublishedWithAHigherVersion() throws Exception {
        Answer made = create(gateway, admin, "life", "shop");
        String path = "/api/v1/keys/" + made.text("id");
        long first = published(gateway, made.text("id")).orElseThrow().getVersion();
        gateway.send("PATCH", path, "{\"active\":false}", bearer(admin));
        ApiKeyRecord off = awaitVersionAfter(made.text("id"), first);
        assertThat(off.getActive()).isFalse();
        gateway.send("PATCH", path, "{\"active\":true}", bearer(admin));
        ApiKeyRecord on = awaitVersionAfter(made.text("id"), off.getVersion());
        assertThat(on.getActive()).isTrue();
        Answer renewed = gateway.post(path + "/renew", null, bearer(admin));
        ApiKeyRecord another = awaitVersionAfter(made.text("id"), on.getVersion());
        assertThat(renewed.text("key")).isNotEqualTo(made.text("key"));
        assertThat(ApiKey.parse(renewed.text("key"))
                        .orElseThrow()
                        .matches(another.getSha256().toByteArray()))
                .isTrue();
        assertThat(gateway.send("DELETE", path, null, bearer(admin)).status()).isEqualTo(204);
        ApiKeyRecord gone = awaitVersionAfter(made.text("id"), another.getVersion());
        assertThat(gone.getDeleted()).isTrue();
        assertThat(gone.getActive()).isFalse();
        assertThat(gateway.get("/api/v1/keys", bearer(admin)).body()).doesNotContain(made.text("id"));
        assertThat(gateway.send("DELETE", path, null, bearer(admin)).status()).isEqualTo(404);
        assertThat(gateway.send("PATCH", path, "{\"active\":true}", bearer(admin))
                        .status())
                .isEqualTo(404);
    }

    @Test
    void whatIsWrongWithARequestIsNamed() throws Exception {
        invalid("{}", "name");
        invalid("{\"name\":\"  \"}", "name");
        invalid("{\"name\":\"a\\nb\",\"service\":\"s\",\"scopes\":[\"read\"]}", "name");
        invalid("{\"name\":\"n\",\"scopes\":[\"read\"]}", "service");
        invalid("{\"name\":\"n\",\"service\":\"s\"}", "scopes");
        invalid("{\"name\":\"n\",\"service\":\"s\",\"scopes\":[\"write\"]}", "scopes");
        invalid("{\"name\":\"n\",\"kind\":\"agent\"}", "kind");
        invalid("{\"name\":\"n\",\"kind\":\"fleet\",\"scopes\":[\"read\"]}", "scopes");
        assertThat(gateway.send("PATCH", "/api/v1/keys/x", "{}", bearer(admin)).status())
                .isEqualTo(400);
    }

    private static void invalid(String json, String field) throws Exception {
        Answer answer = gateway.post("/api/v1/keys", json, bearer(admin));
        assertThat(answer.status()).as(json).isEqualTo(400);
        assertThat(answer.json().at("/errors/0/field").asString()).as(json).isEqualTo(field);
    }

    @Test
    void theTimeOfTheLastUseIsRemembered() throws Exception {
        Answer made = gateway.post(
                "/api/v1/keys", "{\"name\":\"r\",\"service\":\"tv\",\"scopes\":[\"read\"]}", bearer(admin));
        assertThat(gateway.post("/graphql", "{}", "X-API-Key", made.text("key")).status())
                .isEqualTo(503);
        gateway.bean(KeyUses.class).write().block(PATIENCE);
        Answer list = gateway.get("/api/v1/keys", bearer(admin));
        boolean used = false;
        for (var key : list.json()) {
            used |= key.path("id").asString().equals(made.text("id"))
                    && key.path("lastUsedAt").isString();
        }
        assertThat(used).as(list.body()).isTrue();
    }

    @Test
    void anOlderRecordOnTheTopicIsPutRight() throws Exception {
        Answer made = create(gateway, admin, "overtaken", "shop");
        String id = made.text("id");
        ApiKeyRecord newest = published(gateway, id).orElseThrow();
        ApiKeyRecord older = newest.toBuilder()
                .setVersion(newest.getVersion() - 1)
                .setService("old")
                .build();
        gateway.bean(RecordPublisher.class)
                .publish(Topic.API_KEYS, id, older.toByteArray())
                .get(30, TimeUnit.SECONDS);
        await().atMost(PATIENCE)
                .until(() -> raw(gateway, id).filter(newest::equals).isPresent());
    }

    @Test
    void whatWasMadeWhileKafkaWasAwayIsPublishedWhenItIsBack(@TempDir Path folder) throws Exception {
        EmbeddedKafka kafka = EmbeddedKafka.start(folder, 0);
        int port = Integer.parseInt(kafka.bootstrapServers().replaceAll(".*:", ""));
        try (RunningGateway other = RunningGateway.with("vigie.kafka.bootstrap-servers", kafka.bootstrapServers())
                .start()) {
            String token = other.adminToken();
            kafka.close();
            Answer made = create(other, token, "in the dark", "shop");
            kafka = EmbeddedKafka.start(folder, port);
            long start = System.nanoTime();
            await().atMost(Duration.ofMinutes(3))
                    .until(() -> raw(other, made.text("id")).isPresent());
            System.out.printf(
                    "A key made while Kafka was away was published %d ms after it came back%n",
                    (System.nanoTime() - start) / 1_000_000);
            await().atMost(PATIENCE)
                    .until(() -> !Boolean.TRUE.equals(other.bean(MongoApiKeys.class)
                            .unpublished()
                            .hasElements()
                            .block(PATIENCE)));
        } finally {
            kafka.close();
        }
    }

    private static Answer create(RunningGateway where, String token, String name, String service) throws Exception {
        Answer made = where.post(
                "/api/v1/keys",
                "{\"name\":\"" + name + "\",\"service\":\"" + service + "\",\"scopes\":[\"metrics\",\"errors\"]}",
                bearer(token));
        assertThat(made.status()).as(made.body()).isEqualTo(201);
        return made;
    }

    private static ApiKeyRecord awaitVersionAfter(String id, long version) {
        await().atMost(PATIENCE)
                .until(() -> raw(gateway, id)
                        .filter(record -> record.getVersion() > version)
                        .isPresent());
        return raw(gateway, id).orElseThrow();
    }

    private static Optional<ApiKeyRecord> published(RunningGateway where, String id) {
        await().atMost(PATIENCE).until(() -> raw(where, id).isPresent());
        return raw(where, id);
    }

    @SuppressWarnings("unchecked")
    private static Optional<ApiKeyRecord> raw(RunningGateway where, String id) {
        return ((ReferenceTable<ApiKeyRecord>) where.bean("apiKeyRecords")).get(id);
    }
}
