package io.vigie.query;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.vigie.kit.identity.IdentityTokens;
import io.vigie.kit.identity.Role;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Stands for a service that owns something: with its bodies, its refusals by role, and a memory of what it was asked. */
final class StubOwner implements AutoCloseable {

    private static final JsonMapper JSON = JsonMapper.shared();

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Map<String, Function<Asked, Answer>> answers = new ConcurrentHashMap<>();
    private final List<Asked> asked = new CopyOnWriteArrayList<>();

    /** A request; the query is decoded. */
    record Asked(String call, String query, String body, String role) {

        JsonNode json() {
            return JSON.readTree(body);
        }
    }

    /** What is answered; a status of 0 is no answer as long as the owner is there. */
    record Answer(int status, String body) {}

    StubOwner() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** What a call, as in {@code GET /path}, is answered with 200. */
    StubOwner answer(String call, String body) {
        return answer(call, asking -> new Answer(200, body));
    }

    StubOwner answer(String call, Function<Asked, Answer> answer) {
        answers.put(call, answer);
        return this;
    }

    /** Answered with 200 for this role and those above, refused to the others as the owner does. */
    StubOwner answerFor(Role least, String call, String body) {
        return answer(
                call,
                asking -> Role.valueOf(asking.role().toUpperCase(Locale.ROOT)).includes(least)
                        ? new Answer(body.isEmpty() ? 204 : 200, body)
                        : problem(403, "permission_denied", "The role " + least + " is needed"));
    }

    static Answer problem(int status, String code, String detail) {
        return new Answer(status, """
                {"type":"urn:vigie:problem:%s","title":"x","status":%d,"detail":"%s","instance":"/x","code":"%s",
                 "traceId":"0af7651916cd43dd8448eb211c80319c"}""".formatted(code.replace('_', '-'), status, detail, code));
    }

    /** A refusal that names a field. */
    static Answer invalid(String field, String detail) {
        return new Answer(400, """
                {"type":"urn:vigie:problem:invalid-argument","title":"The request is not valid","status":400,
                 "detail":"The request is not valid","instance":"/x","code":"invalid_argument","traceId":"0af7651916cd43dd8448eb211c80319c",
                 "errors":[{"field":"%s","detail":"%s"}]}""".formatted(field, detail));
    }

    /** What it was asked since the last time somebody looked. */
    List<Asked> asked() {
        List<Asked> all = List.copyOf(asked);
        asked.removeAll(all);
        return all;
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            Asked asking = asking(exchange);
            asked.add(asking);
            Answer answer = answers.getOrDefault(
                            asking.call(), any -> problem(404, "not_found", "Nothing is served at this path"))
                    .apply(asking);
            if (answer.status() == 0) {
                closed.await(60, TimeUnit.SECONDS);
                return;
            }
            byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders()
                    .add("Content-Type", answer.status() < 400 ? "application/json" : "application/problem+json");
            exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Asked asking(HttpExchange exchange) {
        String token = exchange.getRequestHeaders().getFirst(IdentityTokens.HEADER);
        JsonNode claims = JSON.readTree(Base64.getUrlDecoder().decode(token.split("\\.")[1]));
        String query = exchange.getRequestURI().getRawQuery();
        try {
            return new Asked(
                    exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath(),
                    query == null ? "" : URLDecoder.decode(query, StandardCharsets.UTF_8),
                    new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8),
                    claims.path("role").asString("viewer"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
        threads.shutdownNow();
    }
}
