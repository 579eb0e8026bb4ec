package io.vigie.query.retention;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vigie.query.sources.SourceStore;
import io.vigie.query.storage.FrameStore;
import io.vigie.query.storage.HourKey;
import io.vigie.query.storage.Retention;
import io.vigie.query.storage.StoreUnavailableException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Deletes the hours that are older than the retention, source by source, by their computed ids. The first round and then one a day go
 * back to the oldest hour that a source can have, the others to where the last one was. Any number of instances may do it at once.
 */
final class RetentionJob implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(RetentionJob.class);

    private static final Duration FIRST_AFTER = Duration.ofMinutes(2);
    private static final Duration EVERY = Duration.ofHours(1);
    private static final Duration WITHIN = Duration.ofMinutes(5);
    private static final Duration ALL_EVERY = Duration.ofDays(1);
    private static final int HOURS_AT_ONCE = 500;

    /**
     * What a source sends first may be older than its first sign of life: as old as ingest takes ({@code vigie.ingest.max-age}) and
     * the retention of that time kept. More than a year is not looked for unless the retention is longer.
     */
    private static final long HOURS_BEFORE_FIRST_SEEN = Duration.ofDays(366).toHours();

    /** A writer that was about to write an hour when it was deleted may have made it anew; after long, the daily round sees it. */
    private static final long HOURS_AGAIN = 3;

    private final SourceStore sources;
    private final FrameStore frames;
    private final Retention retention;
    private final Clock clock;
    private final Counter deleted;
    private final CountDownLatch stop = new CountDownLatch(1);
    private long doneBefore = Long.MIN_VALUE;
    private @Nullable Instant allDoneAt;
    private volatile @Nullable Thread thread;

    RetentionJob(SourceStore sources, FrameStore frames, Retention retention, Clock clock, MeterRegistry registry) {
        this.sources = sources;
        this.frames = frames;
        this.retention = retention;
        this.clock = clock;
        this.deleted = Counter.builder("vigie.retention.frames.deleted")
                .description("Frames deleted because they were older than the retention")
                .register(registry);
    }

    @Override
    public void start() {
        thread = Thread.ofVirtual().name("retention").start(this::runUntilStopped);
    }

    private void runUntilStopped() {
        try {
            Duration pause = FIRST_AFTER;
            while (!stop.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
                pause = EVERY;
                try {
                    run();
                } catch (StoreUnavailableException | IllegalStateException e) {
                    // The latter where it took too long.
                    LOG.info("Old frames are not deleted now: {}", e.getMessage());
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** One round; returns how many frames it deleted. */
    long run() {
        Instant now = clock.instant();
        long before = retention.firstHour(clock);
        boolean all = allDoneAt == null || !now.isBefore(allDoneAt.plus(ALL_EVERY));
        List<SourceStore.Known> known = sources.ids().collectList().block(WITHIN);
        long count = 0;
        for (SourceStore.Known source : known == null ? List.<SourceStore.Known>of() : known) {
            long from = all ? oldestHour(source) : doneBefore - HOURS_AGAIN;
            for (long hour = from; hour < before && stop.getCount() > 0; hour += HOURS_AT_ONCE) {
                count += delete(source.id(), hour, Math.min(before, hour + HOURS_AT_ONCE));
            }
        }
        if (stop.getCount() > 0) {
            doneBefore = before;
            allDoneAt = all ? now : allDoneAt;
        }
        if (count > 0) {
            LOG.info("Deleted {} frames older than {}", count, retention.retention());
        }
        return count;
    }

    private long oldestHour(SourceStore.Known source) {
        long ahead = Math.max(HOURS_BEFORE_FIRST_SEEN, retention.retention().toHours() + 1);
        return Math.max(0, HourKey.hourOf(source.firstSeen().toEpochMilli()) - ahead);
    }

    private long delete(String source, long from, long before) {
        List<HourKey> keys = LongStream.range(from, before)
                .mapToObj(hour -> new HourKey(source, hour, 1))
                .toList();
        Long count = frames.delete(keys).block(WITHIN);
        deleted.increment(count == null ? 0 : count);
        return count == null ? 0 : count;
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
}
