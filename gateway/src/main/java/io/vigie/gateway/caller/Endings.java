package io.vigie.gateway.caller;

import java.time.Instant;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** Says, while the gateway runs, that a credential has ended, so that what it opened is closed. */
public final class Endings {

    private final Object lock = new Object();
    private final Sinks.Many<Ending> endings = Sinks.many().multicast().directBestEffort();

    /** Everything under this name ends that was issued before this moment. */
    public void end(String name, Instant issuedBefore) {
        synchronized (lock) {
            endings.emitNext(new Ending(name, issuedBefore), Sinks.EmitFailureHandler.FAIL_FAST);
        }
    }

    /**
     * Completes when a credential ends that goes by these names and was issued at this moment; at once where it has ended already.
     *
     * @param hasEnded asked once listening has begun: what ends before that is known then, what ends after it is heard
     */
    public Mono<Void> of(Set<String> names, Instant issuedAt, BooleanSupplier hasEnded) {
        Mono<Void> heard = endings.asFlux()
                .filter(ending -> names.contains(ending.name()) && issuedAt.isBefore(ending.issuedBefore()))
                .next()
                .then();
        Mono<Void> known = Mono.defer(() -> hasEnded.getAsBoolean() ? Mono.empty() : Mono.never());
        return Mono.firstWithSignal(heard, known);
    }

    /** Notes when the credential of a request ends: what is still open then is closed. */
    public static void note(ServerWebExchange exchange, Mono<Void> end) {
        exchange.getAttributes().put(Endings.class.getName(), end);
    }

    /** Completes when the credential of the request ends; never, where it has none. */
    public static Mono<Void> noted(ServerWebExchange exchange) {
        return exchange.getAttributeOrDefault(Endings.class.getName(), Mono.<Void>never());
    }

    private record Ending(String name, Instant issuedBefore) {}
}
