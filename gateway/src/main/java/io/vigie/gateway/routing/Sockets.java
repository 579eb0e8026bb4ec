package io.vigie.gateway.routing;

import io.vigie.gateway.caller.Endings;
import java.time.Duration;
import java.util.List;
import org.springframework.web.reactive.socket.CloseStatus;
import org.springframework.web.reactive.socket.WebSocketHandler;
import org.springframework.web.reactive.socket.WebSocketSession;
import org.springframework.web.reactive.socket.server.WebSocketService;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/**
 * WebSockets through the door: closed with 4401 when the credential that opened them ends, with 1013 ("try again later") when
 * the service is not there.
 */
final class Sockets implements WebSocketService {

    private static final CloseStatus NO_LONGER_LET_IN = new CloseStatus(4401, "The credential has ended");
    private static final CloseStatus NOT_AVAILABLE_NOW = new CloseStatus(1013, "Not available now");
    private static final Duration CLOSING = Duration.ofSeconds(2);

    private final WebSocketService handshakes;

    Sockets(WebSocketService handshakes) {
        this.handshakes = handshakes;
    }

    @Override
    public Mono<Void> handleRequest(ServerWebExchange exchange, WebSocketHandler proxy) {
        return handshakes.handleRequest(exchange, new Guarded(proxy, Endings.noted(exchange)));
    }

    private record Guarded(WebSocketHandler proxy, Mono<Void> accessEnds) implements WebSocketHandler {

        @Override
        public List<String> getSubProtocols() {
            return proxy.getSubProtocols();
        }

        @Override
        public Mono<Void> handle(WebSocketSession session) {
            Mono<Void> proxied = proxy.handle(session).onErrorResume(error -> close(session, NOT_AVAILABLE_NOW));
            // Closing one side makes the proxy close the other and end; only where it does not, it is cut off.
            Mono<Void> ended = accessEnds
                    .then(Mono.defer(() -> close(session, NO_LONGER_LET_IN)))
                    .then(Mono.delay(CLOSING))
                    .then();
            return Mono.firstWithSignal(proxied, ended);
        }

        /** A close that has begun is not to be cancelled: its frame would be freed while it is being written. */
        private static Mono<Void> close(WebSocketSession session, CloseStatus status) {
            return Mono.defer(() -> Mono.fromFuture(session.close(status).toFuture(), true))
                    .timeout(CLOSING, Mono.empty());
        }
    }
}
