package io.vigie.gateway.keys;

import static io.vigie.gateway.RunningGateway.bearer;
import static org.assertj.core.api.Assertions.assertThat;

import io.vigie.gateway.RunningGateway;
import io.vigie.gateway.RunningGateway.Answer;
import io.vigie.gateway.door.InnerDoor;
import io.vigie.kit.identity.EcKeys;
import io.vigie.kit.identity.Identity;
import io.vigie.kit.identity.IdentityTokens;
import io.vigie.kit.identity.Role;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.security.KeyPairGenerator;
import java.security.interfaces.ECPrivateKey;
import java.security.spec.ECGenParameterSpec;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Keys as the query-service asks for them in somebody's name. */
class InternalKeysIT {

    private static final String KEYS = "/internal/v1/keys";
    private static final Identity ADMIN = new Identity.Person("ada", Role.ADMIN, Set.of());
    private static final Identity VIEWER = new Identity.Person("vera", Role.VIEWER, Set.of());
    private static final Identity OPERATOR = new Identity.Person("otto", Role.OPERATOR, Set.of());
    private static final Identity PROGRAM = new Identity.Program("abcdEFGH", "shop", Set.of("read"));

    private static RunningGateway gateway;
    private static ECPrivateKey signingKey;

    @BeforeAll
    static void start() throws Exception {
        gateway = RunningGateway.with("vigie.gateway.internal-port", 0).start();
        signingKey = EcKeys.privateKey(Files.readString(gateway.keyDirectory().resolve("signing-key.pem")));
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    private static String[] vouching(Identity identity) {
        return vouching(identity, signingKey, Clock.systemUTC());
    }

    private static String[] vouching(Identity identity, ECPrivateKey key, Clock clock) {
        return new String[] {IdentityTokens.HEADER, IdentityTokens.issue(identity, key, clock)};
    }

    @Test
    void anAdminsKeysAreMadeListedChangedAndDeletedInTheirName() throws Exception {
        Answer made =
                gateway.post(KEYS, "{\"name\":\"n\",\"service\":\"shop\",\"scopes\":[\"read\"]}", vouching(ADMIN));
        assertThat(made.status()).as(made.body()).isEqualTo(201);
        assertThat(made.text("createdBy")).isEqualTo("ada");
        assertThat(made.text("key")).startsWith("avl_");
        String one = KEYS + "/" + made.text("id");
        assertThat(gateway.get(KEYS, vouching(ADMIN)).body()).contains(made.text("id"));
        assertThat(gateway.send("PATCH", one, "{\"active\":false}", vouching(ADMIN))
                        .json()
                        .path("active")
                        .asBoolean())
                .isFalse();
        assertThat(gateway.post(one + "/renew", null, vouching(ADMIN)).text("key"))
                .startsWith("avl_")
                .isNotEqualTo(made.text("key"));
        assertThat(gateway.send("DELETE", one, null, vouching(ADMIN)).status()).isEqualTo(204);
    }

    @Test
    void everybodyElseIsRefused() throws Exception {
        for (Identity identity : List.of(VIEWER, OPERATOR, PROGRAM)) {
            assertThat(gateway.get(KEYS, vouching(identity)).status())
                    .as(identity.subject())
                    .isEqualTo(403);
            assertThat(gateway.post(
                                    KEYS,
                                    "{\"name\":\"n\",\"service\":\"s\",\"scopes\":[\"read\"]}",
                                    vouching(identity))
                            .status())
                    .isEqualTo(403);
        }
    }

    @Test
    void onlyATokenOfThisGatewayThatHoldsLetsIn() throws Exception {
        KeyPairGenerator other = KeyPairGenerator.getInstance("EC");
        other.initialize(new ECGenParameterSpec("secp256r1"));
        ECPrivateKey foreign = (ECPrivateKey) other.generateKeyPair().getPrivate();
        assertRefused("forged", vouching(ADMIN, foreign, Clock.systemUTC()));
        assertRefused("expired", vouching(ADMIN, signingKey, Clock.offset(Clock.systemUTC(), Duration.ofMinutes(-6))));
        assertRefused("nothing");
        assertRefused("no token", IdentityTokens.HEADER, "admin");
        String person = gateway.adminToken();
        assertRefused("a person's own token", bearer(person));
        assertRefused("the same in the header", IdentityTokens.HEADER, person);
        assertRefused("the cookie", "Cookie", "vigie_session=" + person, "Origin", "http://" + gateway.authority());
        assertRefused("a key", "X-API-Key", gateway.firstCredentials().key().reveal());
        String[] good = vouching(ADMIN);
        assertRefused("two of them", good[0], good[1], good[0], good[1]);
    }

    private static void assertRefused(String what, String... headers) throws Exception {
        Answer answer = gateway.get(KEYS, headers);
        assertThat(answer.status()).as(what).isEqualTo(401);
        assertThat(answer.json().path("code").asString()).isEqualTo("unauthenticated");
        assertThat(gateway.post(KEYS, "{\"name\":\"n\",\"service\":\"s\",\"scopes\":[\"read\"]}", headers)
                        .status())
                .as(what)
                .isEqualTo(401);
    }

    @Test
    void theTokenLetsInNowhereElse() throws Exception {
        assertThat(gateway.get("/api/v1/keys", vouching(ADMIN)).status()).isEqualTo(401);
        assertThat(gateway.get("/api/v1/users", vouching(ADMIN)).status()).isEqualTo(401);
        assertThat(gateway.get("/internal/v1/users", vouching(ADMIN)).status()).isEqualTo(404);
        assertThat(gateway.post("/graphql", "{}", vouching(ADMIN)).status()).isEqualTo(401);
    }

    @Test
    void theInnerDoorServesNothingElse() throws Exception {
        String inner = "http://127.0.0.1:" + gateway.bean(InnerDoor.class).port();
        assertThat(status(inner + KEYS, vouching(ADMIN))).isEqualTo(200);
        assertThat(status(inner + KEYS)).isEqualTo(401);
        assertThat(status(inner + "/auth/me", bearer(gateway.adminToken()))).isEqualTo(404);
        assertThat(status(inner + "/")).isEqualTo(404);
    }

    private static int status(String address, String... headers) throws Exception {
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(address));
            if (headers.length > 0) {
                request.headers(headers);
            }
            return http.send(request.build(), HttpResponse.BodyHandlers.discarding())
                    .statusCode();
        }
    }
}
