package io.vigie.alert.sending;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A receiver of webhooks on loopback that answers as it is told, and keeps what it got. */
public final class TestReceiver implements AutoCloseable {

    /** What came. */
    public record Got(String method, String path, Map<String, String> headers, String body) {

        /** The delivery's id. */
        public String id() {
            return headers.getOrDefault("webhook-id", "");
        }
    }

    /** Answers the nth request, n ≥ 1. */
    @FunctionalInterface
    public interface Answer {

        /** A status; may wait. */
        int status(int nth, Got request) throws InterruptedException;
    }

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<Got> got = new CopyOnWriteArrayList<>();
    private final Map<String, String> headers;

    private TestReceiver(Answer answer, Map<String, String> headers) {
        this.headers = headers;
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(threads);
        server.createContext("/", exchange -> handle(exchange, answer));
        server.start();
    }

    /** Answers so. */
    public static TestReceiver answering(Answer answer) {
        return new TestReceiver(answer, Map.of());
    }

    /** Answers with this status and header. */
    public static TestReceiver answering(int status, String header, String value) {
        return new TestReceiver((nth, request) -> status, Map.of(header, value));
    }

    private void handle(HttpExchange exchange, Answer answer) throws IOException {
        try (exchange) {
            Map<String, String> sent = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
            exchange.getRequestHeaders().forEach((name, values) -> sent.put(name, values.getFirst()));
            Got request = new Got(
                    exchange.getRequestMethod(),
                    exchange.getRequestURI().toString(),
                    sent,
                    new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            got.add(request);
            int status = answer.status(got.size(), request);
            headers.forEach(exchange.getResponseHeaders()::set);
            exchange.sendResponseHeaders(status, -1);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** {@code http://127.0.0.1:port}. */
    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** Its port. */
    public int port() {
        return server.getAddress().getPort();
    }

    /** Everything until now. */
    public List<Got> got() {
        return List.copyOf(got);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
