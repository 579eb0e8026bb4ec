package io.vigie.gateway.access;

import static io.vigie.gateway.RunningGateway.bearer;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.vigie.gateway.RunningGateway;
import io.vigie.gateway.RunningGateway.Answer;
import io.vigie.gateway.caller.Caller;
import io.vigie.gateway.caller.Credentials;
import io.vigie.gateway.keys.KeyTable;
import io.vigie.proto.ApiKey;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class CallersIT {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration A_WHILE = Duration.ofMillis(300);

    private static RunningGateway gateway;
    private static Callers callers;
    private static String admin;

    @BeforeAll
    static void start() throws Exception {
        gateway = RunningGateway.builder().start();
        callers = gateway.bean(Callers.class);
        admin = gateway.adminToken();
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    @Test
    void aTokenThatWasRevokedBeforeAnybodyListenedHasEnded() throws Exception {
        String token = gateway.signIn("admin", gateway.firstCredentials().password());
        Caller caller = caller(new Credentials(Optional.of(token), Optional.empty(), false));
        assertStillIn(caller);
        gateway.post("/auth/logout", null, bearer(token));
        callers.endOf(caller).block(PATIENCE);
    }

    @Test
    void aKeyThatWasSwitchedOffBeforeAnybodyListenedHasEnded() throws Exception {
        Answer made = service();
        ApiKey key = ApiKey.parse(made.text("key")).orElseThrow();
        Caller caller = caller(new Credentials(Optional.empty(), Optional.of(key), false));
        assertStillIn(caller);
        gateway.send("PATCH", "/api/v1/keys/" + made.text("id"), "{\"active\":false}", bearer(admin));
        awaitRefused(key);
        callers.endOf(caller).block(PATIENCE);
    }

    @Test
    void aKeyThatWasRenewedBeforeAnybodyListenedHasEnded() throws Exception {
        Answer made = service();
        ApiKey key = ApiKey.parse(made.text("key")).orElseThrow();
        Caller caller = caller(new Credentials(Optional.empty(), Optional.of(key), false));
        gateway.post("/api/v1/keys/" + made.text("id") + "/renew", null, bearer(admin));
        awaitRefused(key);
        callers.endOf(caller).block(PATIENCE);
    }

    private static void awaitRefused(ApiKey key) {
        KeyTable keys = gateway.bean(KeyTable.class);
        await().atMost(PATIENCE).until(() -> keys.lookUp(key).isEmpty());
    }

    private static void assertStillIn(Caller caller) {
        assertThatThrownBy(() -> callers.endOf(caller).block(A_WHILE)).hasMessageContaining("Timeout");
    }

    private static Caller caller(Credentials credentials) {
        return Objects.requireNonNull(callers.of(credentials).block(PATIENCE));
    }

    private static Answer service() throws Exception {
        return gateway.post("/api/v1/keys", "{\"name\":\"r\",\"service\":\"tv\",\"scopes\":[\"read\"]}", bearer(admin));
    }
}
