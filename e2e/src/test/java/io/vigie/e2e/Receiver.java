package io.vigie.e2e;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/** An HTTP server that takes notices and keeps them. */
final class Receiver implements AutoCloseable {

    /** What came: when (nanoseconds of this process), where to, under which id, and what. */
    record Notice(long at, String path, @Nullable String id, String body) {}

    private final HttpServer server;
    private final List<Notice> notices = new CopyOnWriteArrayList<>();

    Receiver() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", exchange -> {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            notices.add(new Notice(
                    System.nanoTime(),
                    exchange.getRequestURI().getPath(),
                    exchange.getRequestHeaders().getFirst("webhook-id"),
                    body));
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        server.start();
    }

    String url(String path) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + path;
    }

    /** What came to a path, in its order. */
    List<Notice> at(String path) {
        return notices.stream().filter(notice -> notice.path().equals(path)).toList();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
