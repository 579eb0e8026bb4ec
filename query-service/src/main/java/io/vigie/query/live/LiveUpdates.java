package io.vigie.query.live;

import io.vigie.query.records.MetricsRecord;
import io.vigie.query.sources.SourceProfile;
import io.vigie.query.sources.SourceStatus;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import reactor.core.publisher.BufferOverflowStrategy;
import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxSink;
import reactor.core.scheduler.Scheduler;

/** What changes, as it changes. Who reads slowly gets less, and never costs more than a small buffer. */
public final class LiveUpdates {

    private static final int BUFFERED_RECORDS = 256;
    private static final int IN_FLIGHT = 8;
    private static final Duration LOOK_EVERY = Duration.ofMillis(500);
    private static final Duration LAST_SEEN_EVERY = Duration.ofSeconds(10);

    private final LiveTail tail;
    private final Clock clock;
    private final Scheduler scheduler;
    private final Map<String, List<FluxSink<MetricsRecord>>> followers = new ConcurrentHashMap<>();

    LiveUpdates(LiveTail tail, Clock clock, Scheduler scheduler) {
        this.tail = tail;
        this.clock = clock;
        this.scheduler = scheduler;
        tail.listen(this::publish);
    }

    /** The status of a source as of now. */
    public record StatusChange(String source, SourceStatus status, Instant lastSeen) {}

    /**
     * The records with samples of one source, from now on. Beyond {@value #BUFFERED_RECORDS} that wait for a slow reader, the
     * oldest are left out; they stand in the series.
     */
    public Flux<MetricsRecord> samples(String source) {
        return Flux.<MetricsRecord>create(sink -> follow(source, sink), FluxSink.OverflowStrategy.IGNORE)
                .onBackpressureBuffer(BUFFERED_RECORDS, dropped -> {}, BufferOverflowStrategy.DROP_OLDEST)
                .publishOn(scheduler, IN_FLIGHT);
    }

    private void follow(String source, FluxSink<MetricsRecord> sink) {
        followers.compute(source, (id, sinks) -> {
            List<FluxSink<MetricsRecord>> all = sinks == null ? new CopyOnWriteArrayList<>() : sinks;
            all.add(sink);
            return all;
        });
        sink.onDispose(() -> followers.computeIfPresent(source, (id, sinks) -> {
            sinks.remove(sink);
            return sinks.isEmpty() ? null : sinks;
        }));
    }

    private void publish(MetricsRecord record) {
        List<FluxSink<MetricsRecord>> sinks = followers.get(record.source());
        if (sinks != null && record.samples() != null) {
            sinks.forEach(sink -> sink.next(record));
        }
    }

    /**
     * The status of every source that may be seen: first of all of them, then where it changes; where only the last sign of life
     * is new, at most each 10 s. A slow reader gets the state of the moment at which it reads.
     */
    public Flux<StatusChange> statuses(Predicate<SourceProfile> visible) {
        return Flux.defer(() -> {
            Map<String, StatusChange> sent = new HashMap<>();
            return Flux.interval(Duration.ZERO, LOOK_EVERY, scheduler)
                    .onBackpressureDrop()
                    .concatMapIterable(tick -> changes(visible, sent), 1);
        });
    }

    private List<StatusChange> changes(Predicate<SourceProfile> visible, Map<String, StatusChange> sent) {
        Instant now = clock.instant();
        List<StatusChange> changes = new ArrayList<>();
        for (SourceProfile profile : tail.profilesAfter("")) {
            if (!visible.test(profile)) {
                continue;
            }
            StatusChange change = new StatusChange(profile.id(), profile.status(now), profile.lastSeen());
            StatusChange before = sent.get(profile.id());
            if (before == null
                    || before.status() != change.status()
                    || !change.lastSeen().isBefore(before.lastSeen().plus(LAST_SEEN_EVERY))) {
                sent.put(profile.id(), change);
                changes.add(change);
            }
        }
        return changes;
    }
}
