package io.vigie.query.live;

import io.vigie.kit.problem.ProblemCode;
import io.vigie.kit.problem.ProblemException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import reactor.core.publisher.Flux;

/** Counts the subscriptions of all clients, and refuses what is too many. */
public final class Subscriptions {

    private static final int MOST = 5_000;
    private static final Duration COME_BACK_AFTER = Duration.ofSeconds(10);

    private final AtomicInteger open = new AtomicInteger();

    /** The same, as one of those that are counted. */
    public <T> Flux<T> counted(Flux<T> flux) {
        return Flux.defer(() -> {
            Flux<T> let = open.incrementAndGet() > MOST
                    ? Flux.error(ProblemException.retry(
                            ProblemCode.RESOURCE_EXHAUSTED, "Too many subscriptions", COME_BACK_AFTER))
                    : flux;
            return let.doFinally(signal -> open.decrementAndGet());
        });
    }
}
