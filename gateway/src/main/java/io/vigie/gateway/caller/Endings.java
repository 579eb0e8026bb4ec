package io.vigie.gateway.caller;

import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** Says, while the gateway runs, that a credential has ended, so that what it opened is closed. */
public final class Endings {

    private static final Duration CONTENTION = Duration.ofSeconds(1);

    private final Sinks.Many<Ending> endings = Sinks.many().multicast().directBestEffort();

    /** Everything under this name ends that was issued before this moment. */
    public void end(String name, Instant issuedBefore) {
        endings.emitNext(new Ending(name, issuedBefore), Sinks.EmitFailureHandler.busyLooping(CONTENTION));
    }

    /** Completes when a credential ends that goes by these names and was issued at this moment. */
    public Mono<Void> of(Set<String> names, Instant issuedAt) {
        return endings.asFlux()
                .filter(ending -> names.contains(ending.name()) && issuedAt.isBefore(ending.issuedBefore()))
                .next()
                .then();
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
