package io.vigie.alert.incident;

import io.vigie.alert.storage.StateStore;
import io.vigie.alert.storage.Stored;
import io.vigie.messaging.RecordPublisher;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Keeps the silences in memory as they stand in MongoDB, each second; tells the audit trail of changes, and deletes what ended long
 * ago. While MongoDB is away those of before hold.
 */
final class SilencesJob implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(SilencesJob.class);
    private static final Duration PERIOD = Duration.ofSeconds(1);
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration KEPT = Duration.ofDays(30);

    private final StateStore<Silence> store;
    private final RecordPublisher publisher;
    private final Clock clock;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofVirtual().name("silences-", 0).factory());
    private volatile List<Silence> known = List.of();
    private volatile boolean complete;
    private volatile boolean running;
    private boolean failing;

    SilencesJob(StateStore<Silence> store, RecordPublisher publisher, Clock clock) {
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

    @Override
    public void start() {
        running = true;
        timer.scheduleWithFixedDelay(this::run, 0, PERIOD.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void run() {
        try {
            refresh();
            failing = false;
        } catch (RuntimeException e) {
            // MongoDB or Kafka is away: the next second tries again, and health says so.
            if (!failing && running) {
                log.warn("The silences can't be read now, trying each second: {}", e.toString());
                failing = true;
            }
        }
    }

    /** Once. */
    void refresh() {
        List<Stored<Silence>> all = store.all().collectList().block(PATIENCE);
        List<Stored<Silence>> stored = all == null ? List.of() : all;
        known = stored.stream().map(Stored::state).toList();
        complete = true;
        Instant old = clock.instant().minus(KEPT);
        Flux.fromIterable(stored)
                .concatMap(silence -> tell(silence).then(Mono.defer(() -> forget(silence, old))))
                .then()
                .block(PATIENCE);
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

    private Mono<Void> forget(Stored<Silence> stored, Instant old) {
        boolean over = stored.state().deleted() || stored.state().endsAt().isBefore(old);
        return over && stored.state().outbox().isEmpty() ? store.delete(List.of(stored.id())) : Mono.empty();
    }

    @Override
    public void stop() {
        running = false;
        timer.shutdownNow();
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /** Before the consumers. */
    @Override
    public int getPhase() {
        return -500;
    }
}
