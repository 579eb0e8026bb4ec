package io.vigie.gateway.routing;

import static io.vigie.gateway.RunningGateway.bearer;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.vigie.gateway.FakeQueryService;
import io.vigie.gateway.FakeQueryService.Seen;
import io.vigie.gateway.RunningGateway;
import io.vigie.gateway.RunningGateway.Answer;
import io.vigie.kit.identity.EcKeys;
import io.vigie.kit.identity.Identity;
import io.vigie.kit.identity.IdentityTokens;
import io.vigie.kit.identity.Role;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class GraphqlThroughTheDoorIT {

    private static final String QUERY = "{\"query\":\"{ sourceCounts { total } }\"}";

    private static FakeQueryService query;
    private static RunningGateway gateway;
    private static String token;

    @BeforeAll
    static void start() throws Exception {
        query = new FakeQueryService();
        gateway = RunningGateway.with("vigie.gateway.upstreams.query", query.url())
                .and("vigie.gateway.upstreams.response-timeout", "1s")
                .start();
        token = gateway.adminToken();
    }

    @AfterAll
    static void stop() {
        gateway.close();
        query.close();
    }

    @BeforeEach
    void forget() {
        query.seen.clear();
        query.closed.clear();
        query.calls.set(0);
    }

    @Test
    void aPersonAsksAndTheServiceLearnsWhoByTheGatewaysWordAlone() throws Exception {
        Answer answer = gateway.post(
                "/graphql",
                QUERY,
                "Authorization",
                "Bearer " + token,
                "X-Vigie-Identity",
                "forged",
                "Origin",
                "http://elsewhere.example");
        assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
        assertThat(answer.json().at("/data/ok").asBoolean()).isTrue();
        Seen seen = Objects.requireNonNull(query.seen.poll(30, SECONDS));
        assertThat(seen.body()).isEqualTo(QUERY);
        assertThat(identity(seen)).isEqualTo(new Identity.Person("admin", Role.ADMIN, Set.of()));
        assertThat(seen.headers()).doesNotContainKeys("authorization", "x-api-key", "cookie", "origin");
        assertThat(query.url()).isEqualTo("http://" + seen.header("host"));
    }

    @Test
    void aKeyWithTheScopeReadMayAskAndOneWithoutMayNot() throws Exception {
        String reads = key("{\"name\":\"r\",\"service\":\"grafana\",\"scopes\":[\"read\"]}")
                .text("key");
        assertThat(gateway.post("/graphql", QUERY, "X-API-Key", reads).status()).isEqualTo(200);
        Seen seen = Objects.requireNonNull(query.seen.poll(30, SECONDS));
        assertThat(identity(seen)).isEqualTo(new Identity.Program(reads.substring(4, 12), "grafana", Set.of("read")));
        assertThat(gateway.post("/graphql", QUERY, bearer(reads)).status()).isEqualTo(200);
        String writes = key("{\"name\":\"w\",\"service\":\"shop\",\"scopes\":[\"metrics\",\"errors\"]}")
                .text("key");
        assertThat(gateway.post("/graphql", QUERY, "X-API-Key", writes).status())
                .isEqualTo(403);
        String enrols = key("{\"name\":\"f\",\"kind\":\"fleet\"}").text("key");
        assertThat(gateway.post("/graphql", QUERY, "X-API-Key", enrols).status())
                .isEqualTo(403);
    }

    @Test
    void nobodyAsksWithoutACredential() throws Exception {
        assertThat(gateway.post("/graphql", QUERY).status()).isEqualTo(401);
        assertThat(gateway.get("/graphql?query=x").status()).isEqualTo(401);
        assertThat(gateway.post("/graphql;a=b", QUERY).status()).isEqualTo(401);
        assertThat(gateway.post("/%67raphql", QUERY).status()).isEqualTo(401);
        assertThat(gateway.post("/graphql", QUERY, "X-Vigie-Identity", "forged").status())
                .isEqualTo(401);
        String unknown = "avl_" + "0".repeat(40);
        assertThat(gateway.post("/graphql", QUERY, "X-API-Key", unknown).status())
                .isEqualTo(401);
        assertThat(gateway.post("/graphql", QUERY, "X-API-Key", "no key").status())
                .isEqualTo(401);
        assertThat(gateway.post("/graphql", QUERY, "Authorization", "Basic YTpi")
                        .status())
                .isEqualTo(401);
        assertThat(query.seen).isEmpty();
    }

    @Test
    void theCookieIsGoodForOurOwnPagesOnly() throws Exception {
        String cookie = "vigie_session=" + token;
        String own = "http://" + gateway.authority();
        assertThat(gateway.post("/graphql", QUERY, "Cookie", cookie, "Origin", own)
                        .status())
                .isEqualTo(200);
        assertThat(gateway.post("/graphql", QUERY, "Cookie", cookie).status()).isEqualTo(403);
        assertThat(gateway.post("/graphql", QUERY, "Cookie", cookie, "Origin", "http://evil.example")
                        .status())
                .isEqualTo(403);
        assertThat(gateway.post("/graphql", QUERY, "Cookie", cookie, "Origin", "null")
                        .status())
                .isEqualTo(403);
        assertThat(gateway.get("/graphql", "Cookie", cookie, "Origin", "http://evil.example")
                        .status())
                .isEqualTo(403);
    }

    @Test
    void aWebSocketPassesInBothDirections() throws Exception {
        Socket socket = new Socket();
        WebSocket open = open(socket, "Authorization", "Bearer " + token).join();
        assertThat(open.getSubprotocol()).isEqualTo("graphql-transport-ws");
        String large = "x".repeat(200_000);
        open.sendText("one", true).join();
        assertThat(socket.next()).isEqualTo("echo one");
        open.sendText(large, true).join();
        assertThat(socket.next()).isEqualTo("echo " + large);
        Seen seen = Objects.requireNonNull(query.seen.poll(30, SECONDS));
        assertThat(identity(seen)).isEqualTo(new Identity.Person("admin", Role.ADMIN, Set.of()));
        assertThat(seen.headers()).doesNotContainKeys("authorization", "cookie");
        assertThat(seen.header("origin"))
                .as("a service that compares them finds them equal")
                .isEqualTo("http://" + seen.header("host"));
        open.sendClose(WebSocket.NORMAL_CLOSURE, "done").join();
        assertThat(query.closed.poll(30, SECONDS)).isNotNull();
    }

    @Test
    void aClientThatGoesAwayClosesTheWebSocketBehind() throws Exception {
        Socket socket = new Socket();
        WebSocket open = open(socket, "Authorization", "Bearer " + token).join();
        open.sendText("one", true).join();
        socket.next();
        open.abort();
        assertThat(query.closed.poll(30, SECONDS)).isNotNull();
    }

    @Test
    void aForeignPageOpensNoWebSocketWithTheCookie() throws Exception {
        String cookie = "vigie_session=" + token;
        assertRefused(403, "Cookie", cookie, "Origin", "http://evil.example");
        assertRefused(403, "Cookie", cookie);
        assertRefused(401);
        Socket socket = new Socket();
        WebSocket open = open(socket, "Cookie", cookie, "Origin", "http://" + gateway.authority())
                .join();
        open.sendText("ours", true).join();
        assertThat(socket.next()).isEqualTo("echo ours");
        open.abort();
    }

    @Test
    void signingOutClosesOpenWebSocketsOfThatTokenAlone() throws Exception {
        String ends = gateway.signIn("admin", gateway.firstCredentials().password());
        Socket stays = new Socket();
        WebSocket staying = open(stays, "Authorization", "Bearer " + token).join();
        Socket closes = new Socket();
        open(closes, "Authorization", "Bearer " + ends).join();
        assertThat(gateway.post("/auth/logout", null, bearer(ends)).status()).isEqualTo(204);
        assertThat(closes.closed.get(30, SECONDS)).isEqualTo(4401);
        assertThat(gateway.post("/graphql", QUERY, bearer(ends)).status()).isEqualTo(401);
        staying.sendText("still", true).join();
        assertThat(stays.next()).isEqualTo("echo still");
        staying.abort();
    }

    @Test
    void switchingAKeyOffClosesItsWebSocketsAndRefusesIt() throws Exception {
        Answer made = key("{\"name\":\"r\",\"service\":\"tv\",\"scopes\":[\"read\"]}");
        Socket socket = new Socket();
        open(socket, "X-API-Key", made.text("key")).join();
        long start = System.nanoTime();
        gateway.send("PATCH", "/api/v1/keys/" + made.text("id"), "{\"active\":false}", bearer(token));
        await().atMost(Duration.ofSeconds(30))
                .until(() -> gateway.post("/graphql", QUERY, "X-API-Key", made.text("key"))
                                .status()
                        == 401);
        System.out.printf("A key switched off was refused after %d ms%n", (System.nanoTime() - start) / 1_000_000);
        assertThat(socket.closed.get(30, SECONDS)).isEqualTo(4401);
    }

    @Test
    void eventsPassAsTheyComeAndMayBeginLate() throws Exception {
        HttpRequest request = HttpRequest.newBuilder(gateway.uri("/graphql"))
                .header("Authorization", "Bearer " + token)
                .header("Accept", "text/event-stream")
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(QUERY))
                .build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<Stream<String>> response = client.send(request, HttpResponse.BodyHandlers.ofLines());
            assertThat(response.statusCode()).isEqualTo(200);
            try (Stream<String> lines = response.body()) {
                assertThat(lines.filter(line -> line.startsWith("data:")).limit(5))
                        .startsWith("data: {\"n\":0}")
                        .hasSize(5);
            }
            client.shutdownNow();
        }
        assertThat(query.closed.poll(30, SECONDS)).isEqualTo("events cancel");
    }

    @Test
    void aSilentServiceIsATimeoutAndIsNotAskedTwice() throws Exception {
        Answer answer = gateway.post("/graphql", "{\"query\":\"silence\"}", bearer(token));
        assertThat(answer.status()).isEqualTo(504);
        assertThat(answer.header("Content-Type")).contains("application/problem+json");
        assertThat(answer.text("code")).isEqualTo("deadline_exceeded");
        assertThat(query.calls).hasValue(1);
    }

    @Test
    void aBrokenConnectionIsTriedAgainForReadsAlone() throws Exception {
        assertThat(gateway.get("/graphql?reset", bearer(token)).status()).isEqualTo(503);
        assertThat(query.calls).hasValue(2);
        query.calls.set(0);
        assertThat(gateway.post("/graphql?reset", QUERY, bearer(token)).status())
                .isEqualTo(503);
        assertThat(query.calls).hasValue(1);
    }

    @Test
    void aServiceThatIsNotThereIs503UntilItIsBack() throws Exception {
        int port;
        try (FakeQueryService gone = new FakeQueryService()) {
            port = gone.port();
        }
        try (RunningGateway alone = RunningGateway.with("vigie.gateway.upstreams.query", "http://127.0.0.1:" + port)
                .start()) {
            String admin = alone.adminToken();
            for (int i = 0; i < 30; i++) {
                Answer answer = alone.post("/graphql", QUERY, bearer(admin));
                assertThat(answer.status()).isEqualTo(503);
                assertThat(answer.header("Retry-After")).isPresent();
                assertThat(answer.text("code")).isEqualTo("unavailable");
            }
            try (FakeQueryService back = new FakeQueryService(port)) {
                long start = System.nanoTime();
                await().atMost(Duration.ofSeconds(60))
                        .pollInterval(Duration.ofMillis(200))
                        .until(() ->
                                alone.post("/graphql", QUERY, bearer(admin)).status() == 200);
                System.out.printf(
                        "A service that came back was asked again after %d ms%n",
                        (System.nanoTime() - start) / 1_000_000);
                assertThat(back.calls.get()).isPositive();
            }
        }
    }

    @Test
    void aWebSocketToAServiceThatIsNotThereIsClosedWithTryAgainLater() throws Exception {
        try (RunningGateway alone = RunningGateway.builder().start()) {
            Socket socket = new Socket();
            HttpClient.newHttpClient()
                    .newWebSocketBuilder()
                    .header("Authorization", "Bearer " + alone.adminToken())
                    .buildAsync(URI.create("ws://" + alone.authority() + "/graphql"), socket)
                    .join();
            assertThat(socket.closed.get(30, SECONDS)).isEqualTo(1013);
        }
    }

    private static Answer key(String json) throws Exception {
        Answer made = gateway.post("/api/v1/keys", json, bearer(token));
        assertThat(made.status()).as(made.body()).isEqualTo(201);
        return made;
    }

    private static Identity identity(Seen seen) throws Exception {
        String pem = Files.readString(gateway.keyDirectory().resolve("signing-key.pub.pem"));
        String header = Objects.requireNonNull(seen.header("x-vigie-identity"));
        return IdentityTokens.verify(header, EcKeys.publicKey(pem), Clock.systemUTC());
    }

    private static CompletableFuture<WebSocket> open(Socket socket, String... headers) {
        WebSocket.Builder builder =
                HttpClient.newHttpClient().newWebSocketBuilder().subprotocols("graphql-transport-ws");
        for (int i = 0; i < headers.length; i += 2) {
            builder.header(headers[i], headers[i + 1]);
        }
        return builder.buildAsync(URI.create("ws://" + gateway.authority() + "/graphql"), socket);
    }

    private static void assertRefused(int status, String... headers) {
        assertThatThrownBy(() -> open(new Socket(), headers).join())
                .isInstanceOf(CompletionException.class)
                .cause()
                .isInstanceOfSatisfying(
                        WebSocketHandshakeException.class,
                        refused ->
                                assertThat(refused.getResponse().statusCode()).isEqualTo(status));
    }

    private static final class Socket implements WebSocket.Listener {

        private final BlockingQueue<String> texts = new LinkedBlockingQueue<>();
        private final CompletableFuture<Integer> closed = new CompletableFuture<>();
        private final StringBuilder partial = new StringBuilder();

        String next() throws InterruptedException {
            return Objects.requireNonNull(texts.poll(30, SECONDS), () -> "nothing came; closed: " + closed);
        }

        @Override
        public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
            partial.append(data);
            if (last) {
                texts.add(partial.toString());
                partial.setLength(0);
            }
            socket.request(1);
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public CompletionStage<?> onClose(WebSocket socket, int status, String reason) {
            closed.complete(status);
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public void onError(WebSocket socket, Throwable error) {
            closed.completeExceptionally(error);
        }
    }
}
