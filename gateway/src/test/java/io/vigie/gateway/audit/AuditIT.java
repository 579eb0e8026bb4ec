package io.vigie.gateway.audit;

import static io.vigie.gateway.RunningGateway.bearer;
import static io.vigie.gateway.RunningGateway.login;
import static io.vigie.gateway.audit.AuditTopic.about;
import static io.vigie.gateway.audit.AuditTopic.actions;
import static org.assertj.core.api.Assertions.assertThat;

import io.vigie.gateway.RunningGateway;
import io.vigie.gateway.RunningGateway.Answer;
import io.vigie.kit.identity.EcKeys;
import io.vigie.kit.identity.Identity;
import io.vigie.kit.identity.IdentityTokens;
import io.vigie.kit.identity.Role;
import io.vigie.proto.ApiKey;
import io.vigie.testkit.servers.RealKafka;
import java.nio.file.Files;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class AuditIT {

    private static final String PASSWORD = "first password";
    private static final String NEXT_PASSWORD = "second password";
    private static final AuditTopic TOPIC = new AuditTopic(RealKafka.bootstrapServers());

    private static RunningGateway gateway;

    /** Who acts here, and nowhere else. */
    private static final String ADA = fresh("ada");

    private static String ada;

    @BeforeAll
    static void start() throws Exception {
        gateway = RunningGateway.builder().start();
        create(gateway, ADA, "admin", gateway.adminToken());
        ada = gateway.signIn(ADA, PASSWORD);
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    @Test
    void whatBecomesOfAKeyIsToldInTheNameOfWhoDidIt() throws Exception {
        Answer made = gateway.post(
                "/api/v1/keys",
                "{\"name\":\"shop of rennes\",\"service\":\"shop\",\"scopes\":[\"metrics\",\"errors\"]}",
                bearer(ada));
        String path = "/api/v1/keys/" + made.text("id");
        gateway.send("PATCH", path, "{\"active\":false}", bearer(ada));
        gateway.send("PATCH", path, "{\"active\":true}", bearer(ada));
        Answer renewed = gateway.post(path + "/renew", null, bearer(ada));
        gateway.send("DELETE", path, null, bearer(ada));

        List<JsonNode> events = TOPIC.await(about(made.text("id")), 5);
        assertThat(actions(events)).containsExactly("created", "disabled", "enabled", "renewed", "deleted");
        assertThat(events).allSatisfy(event -> {
            assertThat(event.path("source").asString()).isEqualTo("/vigie/gateway");
            assertThat(event.path("subject").asString()).isEqualTo("key/" + made.text("id"));
            assertThat(event.at("/data/actor").asString()).isEqualTo("user:" + ADA);
            assertThat(event.at("/data/address").asString()).isEqualTo("127.0.0.1");
        });
        JsonNode created = events.getFirst().at("/data/changes");
        assertThat(created.propertyNames()).containsExactly("kind", "name", "prefix", "service", "scopes");
        assertThat(created.path("prefix").asString()).isEqualTo(made.text("prefix"));
        assertThat(created.path("scopes").toString()).isEqualTo("[\"errors\",\"metrics\"]");
        assertThat(events.get(1).at("/data/changes/active").asBoolean()).isFalse();
        assertThat(events.get(3).at("/data/changes/prefix").asString()).isEqualTo(renewed.text("prefix"));
        for (Answer answer : List.of(made, renewed)) {
            hasNothingOf(ApiKey.parse(answer.text("key")).orElseThrow(), events);
        }
    }

    private static void hasNothingOf(ApiKey key, List<JsonNode> events) {
        String secret =
                key.reveal().substring(ApiKey.MARK.length() + key.prefix().length());
        assertThat(secret).hasSize(32);
        assertThat(events.toString()).doesNotContain(secret, HexFormat.of().formatHex(key.sha256()), "sha256");
    }

    @Test
    void whatAServiceBehindDoesIsToldInTheNameOfWhoAskedForIt() throws Exception {
        String signingKey = Files.readString(gateway.keyDirectory().resolve("signing-key.pem"));
        Identity grace = new Identity.Person(fresh("grace"), Role.ADMIN, Set.of());
        String token = IdentityTokens.issue(grace, EcKeys.privateKey(signingKey), Clock.systemUTC());
        String keys = "/internal/v1/keys";
        Answer made = gateway.post(keys, "{\"name\":\"f\",\"kind\":\"fleet\"}", IdentityTokens.HEADER, token);
        gateway.send("DELETE", keys + "/" + made.text("id"), null, IdentityTokens.HEADER, token);

        List<JsonNode> events = TOPIC.await(about(grace.subject()), 2);
        assertThat(actions(events)).containsExactly("created", "deleted");
        assertThat(events).allSatisfy(event -> {
            assertThat(event.at("/data/id").asString()).isEqualTo(made.text("id"));
            assertThat(event.at("/data/address").isNull())
                    .as("the connection is the service's")
                    .isTrue();
        });
    }

    @Test
    void anAgentIsEnrolledByAFleetKeyOnceAndItsSourceReleasedByAnAdmin() throws Exception {
        Answer fleet = gateway.post("/api/v1/keys", "{\"name\":\"image\",\"kind\":\"fleet\"}", bearer(ada));
        String source = fresh("pi");
        ApiKey own = ApiKey.generate(new SecureRandom());
        String claim = "{\"sourceId\":\"%s\",\"prefix\":\"%s\",\"sha256\":\"%s\"}"
                .formatted(source, own.prefix(), HexFormat.of().formatHex(own.sha256()));
        for (int i = 0; i < 2; i++) {
            Answer enrolled = gateway.post("/api/v1/agents/enrol", claim, "X-API-Key", fleet.text("key"));
            assertThat(enrolled.status()).isEqualTo(200);
        }
        gateway.send("DELETE", "/api/v1/agents/" + source + "/key", null, bearer(ada));

        List<JsonNode> events = TOPIC.await(about("agent:" + source), 2);
        assertThat(actions(events)).containsExactlyInAnyOrder("enrolled", "released");
        JsonNode enrolled = only("enrolled", events);
        assertThat(enrolled.at("/data/actor").asString()).isEqualTo("key:" + fleet.text("prefix"));
        assertThat(enrolled.at("/data/changes/source").asString()).isEqualTo(source);
        assertThat(only("released", events).at("/data/actor").asString()).isEqualTo("user:" + ADA);
        hasNothingOf(own, events);
    }

    @Test
    void whatBecomesOfAnAccountIsToldWithoutItsPasswords() throws Exception {
        String otto = fresh("otto");
        create(gateway, otto, "viewer", ada);
        gateway.send("PATCH", "/api/v1/users/" + otto, "{\"role\":\"operator\"}", bearer(ada));
        gateway.send("PATCH", "/api/v1/users/" + otto, "{\"active\":false}", bearer(ada));
        assertThat(gateway.post("/auth/login", login(otto, PASSWORD)).status()).isEqualTo(401);
        gateway.send("PATCH", "/api/v1/users/" + otto, "{\"active\":true}", bearer(ada));
        String token = gateway.signIn(otto, PASSWORD);
        Answer changed = gateway.post(
                "/auth/password",
                "{\"currentPassword\":\"" + PASSWORD + "\",\"newPassword\":\"" + NEXT_PASSWORD + "\"}",
                bearer(token));
        assertThat(changed.status()).isEqualTo(200);
        gateway.post("/auth/logout", null, bearer(changed.text("token")));

        List<JsonNode> events = TOPIC.await(about(otto), 8);
        List<JsonNode> byAda = by("user:" + ADA, events);
        assertThat(actions(byAda)).containsExactly("created", "changed", "changed", "changed");
        assertThat(byAda)
                .extracting(event -> event.at("/data/changes").toString())
                .containsExactly(
                        "{\"role\":\"viewer\",\"active\":true,\"clubs\":[]}",
                        "{\"role\":\"operator\"}",
                        "{\"active\":false}",
                        "{\"active\":true}");
        assertThat(actions(by("user:" + otto, events)))
                .containsExactly("sign-in-failed", "signed-in", "password-changed", "signed-out");
        assertThat(events.toString()).doesNotContain(PASSWORD, NEXT_PASSWORD, "argon2", token, changed.text("token"));
    }

    @Test
    void failuresToSignInDoNotFillTheTopic() throws Exception {
        String eve = fresh("eve");
        String nobody = fresh("nobody");
        try (RunningGateway elsewhere = RunningGateway.builder().start()) {
            create(elsewhere, eve, "viewer", elsewhere.adminToken());
            for (int i = 0; i < 5; i++) {
                assertThat(elsewhere.post("/auth/login", login(eve, "wrong")).status())
                        .isEqualTo(401);
                assertThat(elsewhere.post("/auth/login", login(nobody, "wrong")).status())
                        .isEqualTo(401);
            }
            assertThat(elsewhere.post("/auth/login", login(eve, PASSWORD)).status())
                    .isEqualTo(429);
        }
        // Closing the gateway has sent what it had to tell.
        List<JsonNode> ofEve = by("user:" + eve, TOPIC.await(about(eve), 2));
        assertThat(actions(ofEve)).containsExactly("sign-in-failed");
        assertThat(TOPIC.read(event -> event.toString().contains(nobody))).isEmpty();
    }

    @Test
    void whatTheFirstStartMakesIsItsOwn() throws Exception {
        String id = "";
        for (JsonNode key : gateway.get("/api/v1/keys", bearer(ada)).json()) {
            if (key.path("createdBy").asString().equals("first start")) {
                id = key.path("id").asString();
            }
        }
        JsonNode created = TOPIC.await(about(id), 1).getFirst();
        assertThat(created.at("/data/actor").asString()).isEqualTo("system:first-start");
        hasNothingOf(gateway.firstCredentials().key(), List.of(created));
    }

    private static void create(RunningGateway where, String username, String role, String token) throws Exception {
        Answer made = where.post(
                "/api/v1/users",
                "{\"username\":\"" + username + "\",\"password\":\"" + PASSWORD + "\",\"role\":\"" + role + "\"}",
                bearer(token));
        assertThat(made.status()).as(made.body()).isEqualTo(201);
    }

    private static List<JsonNode> by(String actor, List<JsonNode> events) {
        return events.stream()
                .filter(event -> event.at("/data/actor").asString().equals(actor))
                .toList();
    }

    private static JsonNode only(String action, List<JsonNode> events) {
        return events.stream()
                .filter(event -> event.at("/data/action").asString().equals(action))
                .findFirst()
                .orElseThrow();
    }

    private static String fresh(String name) {
        return name + "-" + UUID.randomUUID();
    }
}
