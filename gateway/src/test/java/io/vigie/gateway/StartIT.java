package io.vigie.gateway;

import static io.vigie.gateway.RunningGateway.bearer;
import static io.vigie.gateway.audit.AuditTopic.about;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.vigie.embedded.EmbeddedKafka;
import io.vigie.embedded.EmbeddedMongo;
import io.vigie.embedded.FreePorts;
import io.vigie.gateway.RunningGateway.Answer;
import io.vigie.gateway.audit.AuditTopic;
import io.vigie.testkit.servers.RealKafka;
import io.vigie.testkit.servers.RealMongo;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class StartIT {

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @Test
    void itStartsWhileNothingElseIsThereAndServesWhenTheOthersCome(@TempDir Path mongoFolder, @TempDir Path kafkaFolder)
            throws Exception {
        int mongoPort = FreePorts.find(1).getFirst();
        int kafkaPort = FreePorts.find(1).getFirst();
        try (RunningGateway gateway = RunningGateway.with(
                        "spring.mongodb.uri", "mongodb://127.0.0.1:" + mongoPort + "/vigie")
                .and("vigie.kafka.bootstrap-servers", "127.0.0.1:" + kafkaPort)
                .and("spring.data.redis.url", "redis://127.0.0.1:1")
                .start()) {
            Answer away = gateway.post("/auth/login", RunningGateway.login("admin", "whatever"));
            assertThat(away.status()).as(away.body()).isEqualTo(503);
            assertThat(away.header("Retry-After")).isPresent();
            assertThat(gateway.post("/graphql", "{}", "X-API-Key", "avl_" + "0".repeat(40))
                            .status())
                    .isEqualTo(503);
            assertThat(health(gateway, "liveness")).isEqualTo(200);
            assertThat(health(gateway, "readiness")).isEqualTo(200);
            try (EmbeddedMongo mongo = EmbeddedMongo.start(mongoFolder, mongoPort)) {
                FirstStart.Credentials made = gateway.bean(FirstStart.class)
                        .credentials()
                        .get(120, TimeUnit.SECONDS)
                        .orElseThrow();
                String token = gateway.signIn("admin", made.password());
                assertThat(gateway.get("/auth/me", bearer(token)).status())
                        .as("who has signed out is not known yet")
                        .isEqualTo(503);
                assertThat(mongo.port()).isEqualTo(mongoPort);
                try (EmbeddedKafka kafka = EmbeddedKafka.start(kafkaFolder, kafkaPort)) {
                    await().atMost(PATIENCE)
                            .until(() -> gateway.get("/auth/me", bearer(token)).status() == 200);
                    String key = made.key().reveal();
                    await().atMost(PATIENCE)
                            .until(() -> gateway.post("/auth/logout", null, "X-API-Key", key)
                                            .status()
                                    == 403);
                    assertThat(kafka.port()).isEqualTo(kafkaPort);
                }
            }
        }
    }

    @Test
    void theFirstCredentialsAreMadeAnewUntilSomebodyHasSeenThem() throws Exception {
        var settings = RunningGateway.with("spring.mongodb.uri", RealMongo.freshDatabase());
        String unseen;
        try (RunningGateway first = settings.start()) {
            unseen = first.firstCredentials().password();
        }
        String seen;
        try (RunningGateway second = settings.start()) {
            FirstStart.Credentials made = second.firstCredentials();
            seen = made.password();
            assertThat(made.toString()).doesNotContain(seen, made.key().reveal());
            assertThat(seen).isNotEqualTo(unseen);
            assertThat(second.post("/auth/login", RunningGateway.login("admin", unseen))
                            .status())
                    .isEqualTo(401);
            assertThat(second.get("/api/v1/keys", bearer(second.signIn("admin", seen)))
                            .json()
                            .size())
                    .isEqualTo(1);
            second.bean(FirstStart.class).shown().get(60, TimeUnit.SECONDS);
        }
        try (RunningGateway third = settings.start()) {
            assertThat(third.bean(FirstStart.class).credentials().get(60, TimeUnit.SECONDS))
                    .isEmpty();
            third.signIn("admin", seen);
        }
    }

    @Test
    void ofTwoGatewaysThatStartTogetherOneMakesTheFirstCredentials() throws Exception {
        var settings = RunningGateway.with("spring.mongodb.uri", RealMongo.freshDatabase());
        try (RunningGateway one = settings.start();
                RunningGateway other = settings.start()) {
            String password = one.firstCredentials().password();
            var othersAnswer = other.bean(FirstStart.class).credentials();
            other.signIn("admin", password);
            assertThat(othersAnswer)
                    .as("the other waits to see whether they are shown")
                    .isNotDone();
            one.bean(FirstStart.class).shown().get(60, TimeUnit.SECONDS);
            assertThat(othersAnswer.get(60, TimeUnit.SECONDS)).isEmpty();
            other.signIn("admin", password);
        }
    }

    @Test
    void aLostPasswordIsSetAnewAtAStartThatIsAskedTo() throws Exception {
        String database = RealMongo.freshDatabase();
        String lost;
        String old;
        try (RunningGateway first =
                RunningGateway.with("spring.mongodb.uri", database).start()) {
            lost = first.firstCredentials().password();
            first.bean(FirstStart.class).shown().get(60, TimeUnit.SECONDS);
            old = first.signIn("admin", lost);
            first.post(
                    "/api/v1/users",
                    "{\"username\":\"grace\",\"password\":\"first password\",\"role\":\"admin\"}",
                    bearer(old));
            Answer demoted = first.send(
                    "PATCH",
                    "/api/v1/users/admin",
                    "{\"role\":\"viewer\",\"active\":false}",
                    bearer(first.signIn("grace", "first password")));
            assertThat(demoted.status()).isEqualTo(200);
        }
        try (RunningGateway asked = RunningGateway.with("spring.mongodb.uri", database)
                .and("vigie.gateway.reset-admin-password", true)
                .start()) {
            FirstStart.NewPassword set = asked.bean(FirstStart.class)
                    .newPassword()
                    .get(60, TimeUnit.SECONDS)
                    .orElseThrow();
            assertThat(set.toString()).doesNotContain(set.password());
            assertThat(asked.post("/auth/login", RunningGateway.login("admin", lost))
                            .status())
                    .isEqualTo(401);
            String token = asked.signIn("admin", set.password());
            await().atMost(PATIENCE)
                    .until(() -> asked.get("/api/v1/keys", bearer(token)).status() == 200);
            assertThat(asked.get("/auth/me", bearer(old)).status()).isIn(401);
            JsonNode told = new AuditTopic(RealKafka.bootstrapServers())
                    .await(about("system:reset-admin-password"), 1)
                    .getFirst();
            assertThat(told.at("/data/action").asString()).isEqualTo("password-reset");
            assertThat(told.at("/data/id").asString()).isEqualTo("admin");
            assertThat(told.toString()).doesNotContain(set.password());
        }
        try (RunningGateway later =
                RunningGateway.with("spring.mongodb.uri", database).start()) {
            assertThat(later.bean(FirstStart.class).newPassword().get(60, TimeUnit.SECONDS))
                    .isEmpty();
        }
    }

    @Test
    void aDamagedSigningKeyEndsTheStartAndNamesTheFile(@TempDir Path keys) throws Exception {
        Path file = Files.writeString(keys.resolve("signing-key.pem"), "damaged");
        assertThatThrownBy(() ->
                        RunningGateway.with("vigie.gateway.key-directory", keys).start())
                .hasStackTraceContaining("The signing key " + file + " is damaged");
        assertThat(file).hasContent("damaged");
    }

    private static int health(RunningGateway gateway, String group) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            URI uri = URI.create("http://127.0.0.1:" + gateway.managementPort() + "/actuator/health/" + group);
            return client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString())
                    .statusCode();
        }
    }
}
