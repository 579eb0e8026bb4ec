package io.vigie.gateway.door;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;
import org.springframework.http.HttpStatus;
import org.springframework.http.server.reactive.HttpHandler;
import org.springframework.http.server.reactive.ReactorHttpHandlerAdapter;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpResponse;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import reactor.netty.resources.LoopResources;

/**
 * A plain door on loopback for the services of the same machine: the other one may speak TLS under a name of the outside, or not listen on
 * loopback. {@code /internal/**} is served here, and nothing else.
 */
public final class InnerDoor implements SmartLifecycle {

    private static final String HOST = "127.0.0.1";
    private static final String SERVED = "/internal/";
    private static final Duration WITHIN = Duration.ofSeconds(10);

    private final int port;
    private final HttpHandler handler;
    private final LoopResources loops;
    private volatile @Nullable DisposableServer server;

    InnerDoor(int port, HttpHandler handler, LoopResources loops) {
        this.port = port;
        this.handler = handler;
        this.loops = loops;
    }

    private Mono<Void> handle(ServerHttpRequest request, ServerHttpResponse response) {
        if (request.getPath().value().startsWith(SERVED)) {
            return handler.handle(request, response);
        }
        response.setStatusCode(HttpStatus.NOT_FOUND);
        return response.setComplete();
    }

    /** Where it listens. */
    public int port() {
        DisposableServer running = server;
        return running == null ? port : running.port();
    }

    @Override
    public void start() {
        server = HttpServer.create()
                .runOn(loops)
                .host(HOST)
                .port(port)
                .handle(new ReactorHttpHandlerAdapter(this::handle))
                .bindNow(WITHIN);
    }

    @Override
    public void stop() {
        DisposableServer running = server;
        server = null;
        if (running != null) {
            running.disposeNow(WITHIN);
        }
    }

    @Override
    public boolean isRunning() {
        return server != null;
    }
}
