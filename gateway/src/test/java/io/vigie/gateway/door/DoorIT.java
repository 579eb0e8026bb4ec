package io.vigie.gateway.door;

import static io.vigie.gateway.RunningGateway.bearer;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.vigie.gateway.FakeQueryService;
import io.vigie.gateway.RunningGateway;
import io.vigie.gateway.RunningGateway.Answer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class DoorIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int CONNECTIONS = 60;

    private static FakeQueryService query;
    private static RunningGateway gateway;
    private static String admin;

    @BeforeAll
    static void start() throws Exception {
        query = new FakeQueryService();
        gateway = RunningGateway.with("vigie.gateway.upstreams.query", query.url())
                .and("vigie.gateway.limits.head", "2s")
                .and("vigie.gateway.limits.body-pause", "2s")
                .and("vigie.gateway.limits.body", "100KB")
                .and("vigie.gateway.limits.connections", CONNECTIONS)
                .start();
        admin = gateway.adminToken();
    }

    @AfterAll
    static void stop() {
        gateway.close();
        query.close();
    }

    @Test
    void everyAnswerCarriesTheHeadersThatBrowsersHeed() throws Exception {
        List<Answer> answers = List.of(
                gateway.get("/auth/me", bearer(admin)),
                gateway.get("/auth/me"),
                gateway.get("/nothing/here"),
                gateway.get("/", "Accept", "text/html"),
                gateway.post("/auth/login", "nonsense"),
                gateway.post("/graphql", "{}", bearer(admin)),
                gateway.post("/graphql", "x".repeat(200_000), bearer(admin)),
                gateway.send("TRACE", "/", null));
        for (Answer answer : answers) {
            assertThat(answer.header("Content-Security-Policy").orElseThrow())
                    .contains(
                            "default-src 'self'", "script-src 'self';", "frame-ancestors 'none'", "object-src 'none'");
            assertThat(answer.header("X-Content-Type-Options")).contains("nosniff");
            assertThat(answer.header("X-Frame-Options")).contains("DENY");
            assertThat(answer.header("Referrer-Policy")).contains("no-referrer");
            assertThat(answer.header("Cache-Control")).isPresent();
            assertThat(answer.header("Strict-Transport-Security")).isEmpty();
            assertThat(answer.header("Server")).isEmpty();
        }
    }

    @Test
    void aBodyBeyondTheLimitIsRefusedWhetherItSaysItsLengthOrNot() throws Exception {
        Answer said = gateway.post("/graphql", "x".repeat(102_401), bearer(admin));
        assertThat(said.status()).isEqualTo(413);
        assertThat(said.text("code")).isEqualTo("payload_too_large");
        assertThat(said.text("detail")).contains("102400");
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<String> unsaid = client.send(
                    HttpRequest.newBuilder(gateway.uri("/graphql"))
                            .header("Authorization", "Bearer " + admin)
                            .POST(HttpRequest.BodyPublishers.ofInputStream(
                                    () -> new java.io.ByteArrayInputStream(new byte[200_000])))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            assertThat(unsaid.statusCode()).as(unsaid.body()).isEqualTo(413);
        }
        assertThat(gateway.post("/graphql", "x".repeat(102_400), bearer(admin)).status())
                .isEqualTo(200);
        assertThat(gateway.post("/auth/login", "\"" + "x".repeat(70_000) + "\"").status())
                .isEqualTo(413);
    }

    @Test
    void headersThatDripAreCutOffAndSoIsTheSecondRequestOfAConnection() throws Exception {
        long first = dripUntilClosed("");
        long second = dripUntilClosed("GET /auth/me HTTP/1.1\r\nHost: x\r\n\r\n");
        System.out.printf("Dripping headers were cut off after %d and %d ms%n", first, second);
    }

    private static long dripUntilClosed(String before) throws Exception {
        try (Socket socket = new Socket("127.0.0.1", gateway.port())) {
            socket.setSoTimeout((int) PATIENCE.toMillis());
            OutputStream out = socket.getOutputStream();
            InputStream in = socket.getInputStream();
            if (!before.isEmpty()) {
                out.write(before.getBytes(ISO_8859_1));
                readAnswer(in);
            }
            long start = System.nanoTime();
            out.write("GET / HTTP/1.1\r\nHost: x\r\n".getBytes(ISO_8859_1));
            await().pollInterval(Duration.ofMillis(300)).atMost(PATIENCE).until(() -> {
                try {
                    out.write("x-a: b\r\n".getBytes(ISO_8859_1));
                    return in.available() == 0 && isClosed(socket);
                } catch (IOException e) {
                    return true;
                }
            });
            return (System.nanoTime() - start) / 1_000_000;
        }
    }

    private static boolean isClosed(Socket socket) throws IOException {
        socket.setSoTimeout(1);
        try {
            return socket.getInputStream().read() == -1;
        } catch (java.net.SocketTimeoutException e) {
            return false;
        }
    }

    private static void readAnswer(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            head.append((char) in.read());
        }
        String lower = head.toString().toLowerCase(java.util.Locale.ROOT);
        int at = lower.indexOf("content-length:");
        int length = at < 0
                ? 0
                : Integer.parseInt(
                        lower.substring(at + 15, lower.indexOf("\r\n", at)).strip());
        in.readNBytes(length);
    }

    @Test
    void aBodyThatPausesIsRefused() throws Exception {
        try (Socket socket = new Socket("127.0.0.1", gateway.port())) {
            socket.setSoTimeout((int) PATIENCE.toMillis());
            socket.getOutputStream()
                    .write(("POST /auth/login HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
                                    + "Content-Length: 100\r\n\r\n{")
                            .getBytes(ISO_8859_1));
            StringBuilder answer = new StringBuilder();
            for (int b = socket.getInputStream().read();
                    b >= 0 && answer.length() < 12;
                    b = socket.getInputStream().read()) {
                answer.append((char) b);
            }
            assertThat(answer.toString()).isIn("HTTP/1.1 400", "");
        }
    }

    @Test
    void linesAndHeadersBeyondTheLimitAreRefused() throws Exception {
        assertProblem(gateway.get("/" + "x".repeat(20_000)), 414);
        assertProblem(gateway.get("/", "x-large", "x".repeat(40_000)), 431);
    }

    private static void assertProblem(Answer answer, int status) {
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.header("Content-Type")).contains("application/problem+json");
        assertThat(answer.json().path("status").asInt()).isEqualTo(status);
        assertThat(answer.text("code")).isEqualTo("invalid_argument");
    }

    @Test
    void whatIsNoHttpIsAnsweredWithAProblemToo() throws Exception {
        for (String raw : List.of(
                "nonsense\r\n\r\n",
                "GET / HTTP/1.1\r\nbad header\r\n\r\n",
                "GET /api/v1/errors/stats?from=%zz HTTP/1.1\r\nHost: x\r\n\r\n")) {
            assertThat(answerTo(raw)).as(raw).startsWith("HTTP/1.1 400").contains("application/problem+json");
        }
    }

    private static String answerTo(String raw) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", gateway.port())) {
            socket.setSoTimeout((int) PATIENCE.toMillis());
            socket.getOutputStream().write(raw.getBytes(ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
        }
    }

    @Test
    void connectionsBeyondTheLimitAreClosedAtOnceAndTheOthersAreServed() throws Exception {
        List<Socket> sockets = new ArrayList<>();
        try (RunningGateway small =
                RunningGateway.with("vigie.gateway.limits.connections", 10).start()) {
            for (int i = 0; i < 10; i++) {
                sockets.add(new Socket("127.0.0.1", small.port()));
            }
            await().atMost(PATIENCE).until(() -> {
                try (Socket beyond = new Socket("127.0.0.1", small.port())) {
                    beyond.setSoTimeout(1_000);
                    return beyond.getInputStream().read() == -1;
                } catch (java.net.SocketTimeoutException e) {
                    return false;
                } catch (IOException e) {
                    return true;
                }
            });
            Socket open = sockets.getFirst();
            open.getOutputStream().write("GET /auth/me HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(ISO_8859_1));
            assertThat(new String(open.getInputStream().readNBytes(12), ISO_8859_1))
                    .isEqualTo("HTTP/1.1 401");
            sockets.removeLast().close();
            await().atMost(PATIENCE)
                    .ignoreExceptions()
                    .until(() -> small.get("/auth/me").status() == 401);
        } finally {
            for (Socket socket : sockets) {
                socket.close();
            }
        }
    }

    @Test
    void anAnswerThatWasWrittenByAnotherThreadLeavesTheConnectionUsable() throws Exception {
        String unknown = "avl_" + "0".repeat(40);
        for (int i = 0; i < 60; i++) {
            assertThat(gateway.post("/graphql", "{}", "X-API-Key", unknown).status())
                    .isEqualTo(401);
            assertThat(gateway.get("/auth/me", bearer(admin)).status()).isEqualTo(200);
        }
    }

    @Test
    void pagesOfOtherHostsMayCallOnlyWhereASettingNamesThem() throws Exception {
        String[] preflight = {
            "Origin",
            "https://tools.example",
            "Access-Control-Request-Method",
            "POST",
            "Access-Control-Request-Headers",
            "authorization"
        };
        Answer none = gateway.send("OPTIONS", "/graphql", null, preflight);
        assertThat(none.header("Access-Control-Allow-Origin")).isEmpty();
        try (RunningGateway open = RunningGateway.with("vigie.gateway.cors.allowed-origins", "https://tools.example")
                .and("vigie.gateway.upstreams.query", query.url())
                .start()) {
            Answer allowed = open.send("OPTIONS", "/graphql", null, preflight);
            assertThat(allowed.status()).isEqualTo(200);
            assertThat(allowed.header("Access-Control-Allow-Origin")).contains("https://tools.example");
            assertThat(allowed.header("Access-Control-Allow-Credentials")).isEmpty();
            preflight[1] = "https://evil.example";
            assertThat(open.send("OPTIONS", "/graphql", null, preflight).status())
                    .isEqualTo(403);
        }
    }

    @Test
    void pagesOfAnyHostMayReportErrorsWithAKey() throws Exception {
        for (String path : List.of("/report", "/k/avl_any/report")) {
            Answer preflight = gateway.send(
                    "OPTIONS",
                    path,
                    null,
                    "Origin",
                    "https://shop.example",
                    "Access-Control-Request-Method",
                    "POST",
                    "Access-Control-Request-Headers",
                    "content-type,x-api-key,sentry-trace");
            assertThat(preflight.status()).isEqualTo(200);
            assertThat(preflight.header("Access-Control-Allow-Origin")).contains("*");
            assertThat(preflight.header("Access-Control-Allow-Headers").orElseThrow())
                    .contains("x-api-key");
            assertThat(preflight.header("Access-Control-Allow-Credentials")).isEmpty();
        }
    }

    @Test
    void theFaultsOfClientsLeaveNoWarningAndNoSecretInTheLog() throws Exception {
        // A gateway that another test has started has set logging up anew.
        Logger root = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        log.start();
        root.addAppender(log);
        String secret = gateway.firstCredentials().key().reveal();
        gateway.post("/auth/login", "not json");
        gateway.post("/auth/login", "[[[[");
        gateway.post("/auth/login", RunningGateway.login("somebody", "secret-password"));
        gateway.post("/graphql", "{}", "X-API-Key", secret + "x");
        gateway.post("/graphql", "{}", bearer("eyJ.eyJ.x"));
        gateway.get("/k/" + secret + "/api/metrics");
        gateway.get("/" + secret);
        gateway.post("/api/v1/agents/enrol", "{}", "X-API-Key", secret);
        gateway.send("DELETE", "/api/v1/agents/%2F/key", null, bearer(admin));
        gateway.send("BREW", "/auth/me", null, bearer(admin));
        String upgrade = "GET /graphql HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n";
        for (String raw : List.of(
                upgrade,
                "\r\n\r\n",
                "nonsense\r\n\r\n",
                "GET / HTTP/9.9\r\n\r\n",
                "GET /../../etc/passwd HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
                "GET /assets/..%2f..%2fetc/passwd HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
                "GET /%00 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: x y\r\nConnection: close\r\n\r\n",
                "POST /auth/login HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 9\r\n\r\n{",
                "POST /auth/login HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
                "PRI * HTTP/2.0\r\n\r\nxx\r\n\r\n")) {
            try (Socket socket = new Socket("127.0.0.1", gateway.port())) {
                socket.getOutputStream().write(raw.getBytes(ISO_8859_1));
                socket.shutdownOutput();
                socket.setSoTimeout(10_000);
                socket.getInputStream().readAllBytes();
            }
        }
        try (Socket reset = new Socket("127.0.0.1", gateway.port())) {
            reset.setSoLinger(true, 0);
            reset.getOutputStream()
                    .write("POST /auth/login HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n".getBytes(ISO_8859_1));
        }
        gateway.get("/" + "x".repeat(20_000));
        gateway.get("/auth/me", bearer(admin));
        root.detachAppender(log);
        List<ILoggingEvent> events = List.copyOf(log.list);
        assertThat(events.stream().filter(event -> event.getLevel().isGreaterOrEqual(Level.WARN)))
                .isEmpty();
        assertThat(events.stream().map(ILoggingEvent::getFormattedMessage))
                .noneMatch(message -> message.contains(secret) || message.contains("secret-password"));
    }
}
