package io.vigie.gateway.revocation;

import io.vigie.messaging.RecordPublisher;
import io.vigie.proto.Topic;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import reactor.core.publisher.Mono;

/** Forgets, each hour, revocations of tokens that have expired by themselves: neither store nor topic grows for ever. */
final class ExpiredRevocationsJob implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(ExpiredRevocationsJob.class);
    private static final Duration PERIOD = Duration.ofHours(1);
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final MongoRevocations store;
    private final RecordPublisher records;
    private final InstantSource clock;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofVirtual().name("expired-revocations-", 0).factory());
    private volatile boolean running;

    ExpiredRevocationsJob(MongoRevocations store, RecordPublisher records, InstantSource clock) {
        this.store = store;
        this.records = records;
        this.clock = clock;
    }

    @Override
    public void start() {
        running = true;
        timer.scheduleWithFixedDelay(this::run, PERIOD.toMinutes(), PERIOD.toMinutes(), TimeUnit.MINUTES);
    }

    private void run() {
        try {
            forget().block(PATIENCE);
        } catch (RuntimeException e) {
            log.info("Expired revocations stay for another hour: {}", e.toString());
        }
    }

    Mono<Void> forget() {
        return store.list()
                .filter(revocation -> revocation.expiresAt().isBefore(clock.instant()))
                .concatMap(revocation -> store.delete(revocation.id())
                        .then(Mono.fromCompletionStage(
                                () -> records.publish(Topic.REVOCATIONS, revocation.id(), null))))
                .then();
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
}
