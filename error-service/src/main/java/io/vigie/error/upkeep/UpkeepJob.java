package io.vigie.error.upkeep;

import io.vigie.error.events.EventSearch;
import io.vigie.error.events.MarkStore;
import io.vigie.error.issues.HourCounts;
import io.vigie.error.issues.IssueSearch;
import io.vigie.error.issues.Issues;
import io.vigie.error.removal.Deletions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import reactor.core.publisher.Mono;

/**
 * What is done from time to time. Each half minute: publishes what was announced and did not get through, and finishes deletions that
 * were cut short. Each hour: deletes what is too old. Any number of instances may do it at once.
 */
final class UpkeepJob implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(UpkeepJob.class);

    private static final Duration EVERY = Duration.ofSeconds(30);
    private static final Duration FIRST_RETENTION_AFTER = Duration.ofMinutes(2);
    private static final Duration RETENTION_EVERY = Duration.ofHours(1);
    private static final Duration WITHIN = Duration.ofMinutes(5);

    /** Whoever began it may still be at it. */
    private static final Duration LEFT_ALONE_FOR = Duration.ofSeconds(20);

    private static final int UNSENT_AT_ONCE = 1_000;

    /** What it works on. */
    record Places(
            MarkStore marks,
            EventSearch events,
            IssueSearch search,
            Issues issues,
            Deletions deletions,
            Deletions.Pending pending,
            Indexes indexes) {}

    private final Places places;
    private final RetentionSettings retention;
    private final Clock clock;
    private final CountDownLatch stop = new CountDownLatch(1);
    private boolean indexed;
    private volatile @Nullable Thread thread;

    UpkeepJob(Places places, RetentionSettings retention, Clock clock) {
        this.places = places;
        this.retention = retention;
        this.clock = clock;
    }

    @Override
    public void start() {
        thread = Thread.ofVirtual().name("upkeep").start(this::runUntilStopped);
    }

    private void runUntilStopped() {
        long retainAt = System.nanoTime() + FIRST_RETENTION_AFTER.toNanos();
        try {
            do {
                attempt("announcements and deletions wait", this::finish);
                if (System.nanoTime() - retainAt >= 0) {
                    retainAt = System.nanoTime() + RETENTION_EVERY.toNanos();
                    attempt("what is too old is not deleted now", this::retain);
                }
            } while (!stop.await(EVERY.toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void attempt(String otherwise, Runnable work) {
        try {
            work.run();
        } catch (RuntimeException e) {
            // MongoDB or Kafka is away, or slow: the next time tries again, and health says so.
            LOG.warn("{}: {}", otherwise, e.toString());
        }
    }

    /** Makes indexes, and finishes what was begun and left. */
    void finish() {
        if (!indexed) {
            await(places.indexes().ensure());
            indexed = true;
        }
        Instant before = clock.instant().minus(LEFT_ALONE_FOR);
        await(places.search()
                .unsent(before, UNSENT_AT_ONCE)
                .concatMap(places.issues()::announce)
                .then());
        await(places.pending()
                .before(before)
                .concatMap(places.deletions()::perform)
                .then());
    }

    /** Deletes what is too old. */
    void retain() {
        Instant now = clock.instant();
        await(places.marks().deleteOld());
        await(places.search().deleteHours(HourCounts.hourOf(now.minus(retention.counts())), null));
        Long bodies = await(places.events().deleteBefore(now.minus(retention.bodies())));
        if (bodies != null && bodies > 0) {
            LOG.info("Deleted {} errors older than {}", bodies, retention.bodies());
        }
    }

    private static <T> @Nullable T await(Mono<T> work) {
        return work.block(WITHIN);
    }

    @Override
    public void stop() {
        stop.countDown();
        thread = null;
    }

    @Override
    public boolean isRunning() {
        return thread != null;
    }

    /** The indexes that people's questions need. */
    interface Indexes {

        /** Makes those that are not there. */
        Mono<Void> ensure();
    }
}
