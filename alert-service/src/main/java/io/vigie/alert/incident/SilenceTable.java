package io.vigie.alert.incident;

import io.vigie.alert.storage.StateStore;
import io.vigie.alert.storage.Stored;
import io.vigie.messaging.RecordPublisher;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The silences in memory as they stood in MongoDB at the last refresh; while MongoDB is away those of before hold. */
final class SilenceTable {

    private static final Duration KEPT = Duration.ofDays(30);

    private final StateStore<Silence> store;
    private final RecordPublisher publisher;
    private final Clock clock;
    private volatile List<Silence> known = List.of();
    private volatile boolean complete;

    SilenceTable(StateStore<Silence> store, RecordPublisher publisher, Clock clock) {
        this.store = store;
        this.publisher = publisher;
        this.clock = clock;
    }

    /** Whether somebody has silenced the alert. */
    boolean silences(Alert alert, Instant now) {
        return known.stream().anyMatch(silence -> silence.silences(alert, now));
    }

    /** Whether they have been read once; nobody is told of anything before. */
    boolean isComplete() {
        return complete;
    }

    /** Reads all, tells the audit trail of changes, and deletes what is over for long. */
    Mono<Void> refresh() {
        return store.all()
                .collectList()
                .doOnNext(stored -> {
                    known = stored.stream().map(Stored::state).toList();
                    complete = true;
                })
                .flatMapMany(Flux::fromIterable)
                .concatMap(silence -> tell(silence).then(Mono.defer(() -> forget(silence))))
                .then();
    }

    private Mono<Boolean> tell(Stored<Silence> stored) {
        Silence silence = stored.state();
        if (silence.outbox().isEmpty()) {
            return Mono.just(true);
        }
        return Flux.fromIterable(silence.outbox())
                .concatMap(event -> Mono.fromFuture(() -> publisher.publish(event.topic(), event.key(), event.bytes())))
                .then(Mono.defer(() -> store.replace(stored.next(silence.without(silence.outbox())))));
    }

    private Mono<Void> forget(Stored<Silence> stored) {
        boolean over = stored.state().deleted()
                || stored.state().endsAt().isBefore(clock.instant().minus(KEPT));
        return over && stored.state().outbox().isEmpty() ? store.delete(List.of(stored.id())) : Mono.empty();
    }
}
