package io.vigie.gateway;

import io.netty.handler.codec.http.HttpHeaders;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;
import reactor.netty.http.server.WebsocketServerSpec;

/** Stands for the query-service at {@code /graphql}: answers, streams events, echoes over WebSocket, or keeps silent. */
public final class FakeQueryService implements AutoCloseable {

    /** What it was asked, without WebSocket frames. */
    public record Seen(String method, String uri, Map<String, String> headers, String body) {

        public @Nullable String header(String name) {
            return headers.get(name);
        }
    }

    public final BlockingQueue<Seen> seen = new LinkedBlockingQueue<>();
    public final BlockingQueue<String> closed = new LinkedBlockingQueue<>();
    public final AtomicInteger calls = new AtomicInteger();
    private final DisposableServer server;

    public FakeQueryService() {
        this(0);
    }

    public FakeQueryService(int port) {
        server = HttpServer.create()
                .bindAddress(() -> new InetSocketAddress("127.0.0.1", port))
                .route(routes -> routes.route(
                                request -> !request.requestHeaders().contains("Upgrade"), this::answer)
                        .ws(
                                "/graphql",
                                (in, out) -> {
                                    note("WS", "/graphql", in.headers(), "");
                                    in.receiveCloseStatus()
                                            .subscribe(status -> closed.add(String.valueOf(status.code())));
                                    return out.sendString(in.receive()
                                            .asString()
                                            .map(text -> "echo " + text)
                                            .doFinally(signal -> closed.add("ended")));
                                },
                                WebsocketServerSpec.builder()
                                        .protocols("graphql-transport-ws")
                                        .maxFramePayloadLength(1024 * 1024)
                                        .build()))
                .bindNow();
    }

    public int port() {
        return server.port();
    }

    public String url() {
        return "http://127.0.0.1:" + server.port();
    }

    private Mono<Void> answer(HttpServerRequest request, HttpServerResponse response) {
        calls.incrementAndGet();
        return request.receive()
                .aggregate()
                .asString(StandardCharsets.UTF_8)
                .defaultIfEmpty("")
                .flatMap(body -> {
                    note(request.method().name(), request.uri(), request.requestHeaders(), body);
                    return reply(request, response, body);
                });
    }

    private Mono<Void> reply(HttpServerRequest request, HttpServerResponse response, String body) {
        if (body.contains("\"silence\"")) {
            return Mono.never();
        }
        if (request.uri().contains("reset")) {
            response.withConnection(connection -> connection.channel().close());
            return Mono.never();
        }
        String accept = String.valueOf(request.requestHeaders().get("Accept"));
        if (accept.contains("text/event-stream")) {
            Flux<String> events = Flux.interval(Duration.ofMillis(1_500), Duration.ofMillis(200))
                    .map(n -> "event: next\ndata: {\"n\":" + n + "}\n\n")
                    .doFinally(signal -> closed.add("events " + signal));
            return response.sse().sendString(events).then();
        }
        return response.header("Content-Type", "application/json")
                .sendString(Mono.just("{\"data\":{\"ok\":true}}"))
                .then();
    }

    private void note(String method, String uri, HttpHeaders headers, String body) {
        Map<String, String> copy = new java.util.TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        headers.forEach(header -> copy.put(header.getKey(), header.getValue()));
        seen.add(new Seen(method, uri, copy, body));
    }

    @Override
    public void close() {
        server.disposeNow();
    }
}
