package io.vigie.gateway.people;

import static io.vigie.gateway.RunningGateway.bearer;
import static io.vigie.gateway.RunningGateway.login;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import io.vigie.gateway.RunningGateway;
import io.vigie.gateway.RunningGateway.Answer;
import io.vigie.kit.identity.EcKeys;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class SignInIT {

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
    void whoSignsInGetsATokenAndACookieThatScriptsCantRead() throws Exception {
        Answer answer = gateway.post(
                "/auth/login", login("ADMIN", gateway.firstCredentials().password()));
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().at("/user/username").asString()).isEqualTo("admin");
        assertThat(answer.json().at("/user/role").asString()).isEqualTo("admin");
        assertThat(Instant.parse(answer.text("expiresAt")))
                .isBetween(
                        Instant.now().plus(Duration.ofHours(23)), Instant.now().plus(Duration.ofHours(25)));
        assertThat(answer.header("Set-Cookie").orElseThrow())
                .startsWith("vigie_session=" + answer.text("token"))
                .containsIgnoringCase("HttpOnly")
                .contains("SameSite=Strict", "Path=/", "Max-Age=86400")
                .doesNotContain("Secure");
        assertThat(answer.header("Cache-Control")).contains("no-store");
        Answer me = gateway.get("/auth/me", "Cookie", "vigie_session=" + answer.text("token"));
        assertThat(me.status()).isEqualTo(200);
        assertThat(me.json().at("/user/username").asString()).isEqualTo("admin");
    }

    @Test
    void wrongAndUnknownGetTheSameAnswerAfterTheSameTime() throws Exception {
        try (RunningGateway fresh = RunningGateway.builder().start()) {
            fresh.adminToken();
            List<Long> wrong = new ArrayList<>();
            List<Long> unknown = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                wrong.add(refused(fresh, "admin"));
                unknown.add(refused(fresh, "nobody" + i));
            }
            wrong.sort(null);
            unknown.sort(null);
            System.out.printf("A wrong password took %d ms, an unknown user %d ms%n", wrong.get(2), unknown.get(2));
            assertThat((double) unknown.get(2) / wrong.get(2)).isBetween(0.4, 2.5);
        }
    }

    private static long refused(RunningGateway gateway, String username) throws Exception {
        long start = System.nanoTime();
        Answer answer = gateway.post("/auth/login", login(username, "wrong password"));
        long millis = (System.nanoTime() - start) / 1_000_000;
        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.text("detail")).isEqualTo("Username or password is wrong");
        assertThat(answer.header("Set-Cookie")).isEmpty();
        return millis;
    }

    @Test
    void tenFailuresAMinuteAreAllowed() throws Exception {
        throttles(RunningGateway.builder());
    }

    @Test
    void theSameHoldsWhileRedisIsAway() throws Exception {
        throttles(RunningGateway.with("spring.data.redis.url", "redis://127.0.0.1:1"));
    }

    private static void throttles(RunningGateway.Builder builder) throws Exception {
        try (RunningGateway fresh = builder.start()) {
            String password = fresh.firstCredentials().password();
            assertThat(fresh.post("/auth/login", login("admin", password)).status())
                    .isEqualTo(200);
            for (int i = 0; i < 10; i++) {
                assertThat(fresh.post("/auth/login", login("admin", "wrong")).status())
                        .isEqualTo(401);
            }
            for (String tried : List.of("wrong", password)) {
                Answer throttled = fresh.post("/auth/login", login("admin", tried));
                assertThat(throttled.status()).isEqualTo(429);
                assertThat(Long.parseLong(throttled.header("Retry-After").orElseThrow()))
                        .isBetween(1L, 60L);
                assertThat(throttled.text("code")).isEqualTo("resource_exhausted");
            }
        }
    }

    @Test
    void tokensThatAreNotOursAreRefused() throws Exception {
        String pem = Files.readString(gateway.keyDirectory().resolve("signing-key.pem"));
        String open = Files.readString(gateway.keyDirectory().resolve("signing-key.pub.pem"));
        ECDSASigner signer = new ECDSASigner(EcKeys.privateKey(pem));
        JWTClaimsSet good = SignedJWT.parse(admin).getJWTClaimsSet();
        JWSHeader header = SignedJWT.parse(admin).getHeader();
        JWTClaimsSet expired = new JWTClaimsSet.Builder(good)
                .expirationTime(Date.from(Instant.now().minusSeconds(1)))
                .build();
        JWTClaimsSet internal =
                new JWTClaimsSet.Builder(good).audience("vigie-internal").build();
        Map<String, String> tokens = new LinkedHashMap<>();
        tokens.put("no algorithm", new PlainJWT(good).serialize());
        SignedJWT confused = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.HS256)
                        .type(JOSEObjectType.JWT)
                        .keyID(header.getKeyID())
                        .build(),
                good);
        confused.sign(new MACSigner(open.getBytes(StandardCharsets.UTF_8)));
        tokens.put("public key as secret", confused.serialize());
        tokens.put("expired", signed(header, expired, signer));
        tokens.put("for services", signed(header, internal, signer));
        tokens.put(
                "another type",
                signed(
                        new JWSHeader.Builder(header)
                                .type(new JOSEObjectType("at+jwt"))
                                .build(),
                        good,
                        signer));
        tokens.put(
                "another key id",
                signed(new JWSHeader.Builder(header).keyID("x").build(), good, signer));
        String[] parts = admin.split("\\.");
        tokens.put("changed", parts[0] + "." + good.toPayload().toBase64URL() + "x." + parts[2]);
        tokens.put("unsigned", parts[0] + "." + parts[1] + ".");
        tokens.put("nonsense", "nonsense");
        assertThat(gateway.get("/auth/me", bearer(signed(header, good, signer))).status())
                .as("the table's way of signing")
                .isEqualTo(200);
        tokens.forEach((what, token) -> assertThat(status(token)).as(what).isEqualTo(401));
    }

    private static int status(String token) {
        try {
            return gateway.get("/auth/me", bearer(token)).status();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static String signed(JWSHeader header, JWTClaimsSet claims, ECDSASigner signer) throws Exception {
        SignedJWT jwt = new SignedJWT(header, claims);
        jwt.sign(signer);
        return jwt.serialize();
    }

    @Test
    void whoSignsOutIsOutAndTheCookieIsGone() throws Exception {
        String token = gateway.signIn("admin", gateway.firstCredentials().password());
        String origin = "http://" + gateway.authority();
        Answer out = gateway.post("/auth/logout", null, "Cookie", "vigie_session=" + token, "Origin", origin);
        assertThat(out.status()).isEqualTo(204);
        assertThat(out.header("Set-Cookie").orElseThrow()).contains("vigie_session=;", "Max-Age=0");
        assertThat(gateway.get("/auth/me", bearer(token)).status()).isEqualTo(401);
        assertThat(gateway.get("/auth/me", bearer(admin)).status()).isEqualTo(200);
    }

    @Test
    void aRevocationHoldsAtEveryGatewayAndAfterARestart() throws Exception {
        String database = io.vigie.testkit.servers.RealMongo.freshDatabase();
        var settings = RunningGateway.with("spring.mongodb.uri", database);
        try (RunningGateway one = settings.start();
                RunningGateway other = settings.start()) {
            String token = one.adminToken();
            assertThat(other.get("/auth/me", bearer(token)).status()).isEqualTo(200);
            one.post("/auth/logout", null, bearer(token));
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> other.get("/auth/me", bearer(token)).status() == 401);
            try (RunningGateway restarted = settings.start()) {
                await().atMost(Duration.ofSeconds(30))
                        .until(() -> restarted.get("/auth/me", bearer(token)).status() == 401);
            }
        }
    }

    @Test
    void aNewPasswordEndsEveryOtherTokenOfTheAccount() throws Exception {
        create("grace", "operator");
        String before = gateway.signIn("grace", "first password");
        Answer changed = gateway.post(
                "/auth/password",
                "{\"currentPassword\":\"first password\",\"newPassword\":\"second password\"}",
                bearer(before));
        assertThat(changed.status()).as(changed.body()).isEqualTo(200);
        assertThat(gateway.get("/auth/me", bearer(before)).status()).isEqualTo(401);
        assertThat(gateway.get("/auth/me", bearer(changed.text("token"))).status())
                .isEqualTo(200);
        assertThat(gateway.post("/auth/login", login("grace", "first password")).status())
                .isEqualTo(401);
        gateway.signIn("grace", "second password");
        assertThat(gateway.post(
                                "/auth/password",
                                "{\"currentPassword\":\"wrong\",\"newPassword\":\"third password\"}",
                                bearer(changed.text("token")))
                        .status())
                .isEqualTo(401);
        Answer shortOne = gateway.post(
                "/auth/password",
                "{\"currentPassword\":\"second password\",\"newPassword\":\"short\"}",
                bearer(changed.text("token")));
        assertThat(shortOne.status()).isEqualTo(400);
        assertThat(shortOne.json().at("/errors/0/field").asString()).isEqualTo("newPassword");
    }

    @Test
    void whoIsSwitchedOffIsOutAndCantComeIn() throws Exception {
        create("mallory", "viewer");
        String token = gateway.signIn("mallory", "first password");
        Answer off = gateway.send("PATCH", "/api/v1/users/mallory", "{\"active\":false}", bearer(admin));
        assertThat(off.json().at("/active").asBoolean()).isFalse();
        assertThat(gateway.get("/auth/me", bearer(token)).status()).isEqualTo(401);
        assertThat(gateway.post("/auth/login", login("mallory", "first password"))
                        .status())
                .isEqualTo(401);
        gateway.send("PATCH", "/api/v1/users/mallory", "{\"active\":true,\"role\":\"operator\"}", bearer(admin));
        Answer me = gateway.get("/auth/me", bearer(gateway.signIn("mallory", "first password")));
        assertThat(me.json().at("/user/role").asString()).isEqualTo("operator");
    }

    @Test
    void onlyAdminsKeepAccountsAndKeys() throws Exception {
        create("olga", "operator");
        create("vera", "viewer");
        String demo = gateway.firstCredentials().key().reveal();
        for (String credential :
                List.of(gateway.signIn("olga", "first password"), gateway.signIn("vera", "first password"), demo)) {
            assertThat(gateway.get("/api/v1/users", bearer(credential)).status())
                    .isEqualTo(403);
            assertThat(gateway.get("/api/v1/keys", bearer(credential)).status()).isEqualTo(403);
            assertThat(gateway.post("/api/v1/keys", "{}", bearer(credential)).status())
                    .isEqualTo(403);
            assertThat(gateway.send("DELETE", "/api/v1/agents/x/key", null, bearer(credential))
                            .status())
                    .isEqualTo(403);
        }
        assertThat(gateway.get("/api/v1/users").status()).isEqualTo(401);
        assertThat(gateway.get("/api/v1/keys").status()).isEqualTo(401);
        assertThat(gateway.get("/api/v1/keys/").status()).isEqualTo(401);
        assertThat(gateway.send("PATCH", "/api/v1/users/admin", "{\"active\":false}", bearer(admin))
                        .status())
                .isEqualTo(400);
    }

    @Test
    void whatIsNoLoginIsABadRequestThatNamesTheField() throws Exception {
        assertThat(gateway.post("/auth/login", "{}")
                        .json()
                        .at("/errors/0/field")
                        .asString())
                .isEqualTo("username");
        assertThat(gateway.post("/auth/login", "{\"username\":\"a\"}")
                        .json()
                        .at("/errors/0/field")
                        .asString())
                .isEqualTo("password");
        assertThat(gateway.post("/auth/login", login("a", "x".repeat(300))).status())
                .isEqualTo(400);
        assertThat(gateway.post("/auth/login", "not json").status()).isEqualTo(400);
        assertThat(gateway.post("/auth/login", "[]").status()).isEqualTo(400);
        assertThat(gateway.post("/auth/login", null).status()).isIn(400, 415);
        assertThat(gateway.get("/auth/login").status()).isEqualTo(405);
        assertThat(gateway.post("/auth/login", login("a", "b"), "Origin", "http://evil.example")
                        .status())
                .isEqualTo(403);
    }

    private static void create(String username, String role) throws Exception {
        Answer made = gateway.post(
                "/api/v1/users",
                "{\"username\":\"" + username + "\",\"password\":\"first password\",\"role\":\"" + role + "\"}",
                bearer(admin));
        assertThat(made.status()).as(made.body()).isEqualTo(201);
    }
}
