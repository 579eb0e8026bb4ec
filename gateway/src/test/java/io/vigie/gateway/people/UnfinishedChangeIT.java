package io.vigie.gateway.people;

import static io.vigie.gateway.RunningGateway.bearer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vigie.gateway.RunningGateway;
import io.vigie.kit.identity.Role;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class UnfinishedChangeIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Test
    void aChangeWhoseProcessDiedBeforeItEndedTheTokensIsFinishedByAnother() throws Exception {
        try (RunningGateway gateway = RunningGateway.builder().start()) {
            String admin = gateway.adminToken();
            gateway.post(
                    "/api/v1/users",
                    "{\"username\":\"grace\",\"password\":\"first password\",\"role\":\"admin\"}",
                    bearer(admin));
            String token = gateway.signIn("grace", "first password");
            assertThat(gateway.get("/api/v1/keys", bearer(token)).status()).isEqualTo(200);

            MongoAccounts accounts = gateway.bean(MongoAccounts.class);
            Account grace = Objects.requireNonNull(accounts.find("grace").block(PATIENCE));
            assertThat(accounts.replace(grace.with(Role.VIEWER, true)).block(PATIENCE))
                    .isTrue();

            await().atMost(PATIENCE)
                    .until(() -> gateway.get("/api/v1/keys", bearer(token)).status() == 401);
            await().atMost(PATIENCE)
                    .until(() -> Objects.requireNonNull(accounts.find("grace").block(PATIENCE))
                                    .endsTokens()
                            == null);
            String next = gateway.signIn("grace", "first password");
            assertThat(gateway.get("/api/v1/keys", bearer(next)).status()).isEqualTo(403);
            assertThat(gateway.get("/auth/me", bearer(admin)).status()).isEqualTo(200);
        }
    }

    @Test
    void aFinishedChangeLeavesNothingToDo() throws Exception {
        try (RunningGateway gateway = RunningGateway.builder().start()) {
            String admin = gateway.adminToken();
            gateway.post(
                    "/api/v1/users",
                    "{\"username\":\"grace\",\"password\":\"first password\",\"role\":\"viewer\"}",
                    bearer(admin));
            gateway.send("PATCH", "/api/v1/users/grace", "{\"role\":\"operator\"}", bearer(admin));
            assertThat(gateway.bean(MongoAccounts.class)
                            .unfinished()
                            .collectList()
                            .block(PATIENCE))
                    .isEmpty();
        }
    }
}
