package io.vigie.gateway.reference;

import io.vigie.kit.job.RepeatingJob;
import io.vigie.messaging.ReferenceTable;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToLongFunction;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Keeps a compacted topic equal to its documents: every 2 s it publishes what stands on the topic in an older version than in its
 * document (two gateways may overtake each other) and what this gateway could not publish; every 10 s what was announced and not
 * taken back; once at start it compares everything.
 *
 * @param <V> a record of the topic
 */
public final class ReferenceUpkeep<V> {

    private static final Duration PERIOD = Duration.ofSeconds(2);

    /** What another gateway left behind when it was killed is looked for at each such turn. */
    private static final int TURNS_PER_LOOK = 5;

    private final ReferenceStore store;
    private final ReferencePublisher publisher;
    private final ReferenceTable<V> table;
    private final ToLongFunction<V> version;

    /** Keys that have changed on the topic; at most as many as the topic has. */
    private final Set<String> changed = ConcurrentHashMap.newKeySet();

    private volatile boolean compared;

    /** By the thread of the job. */
    private int turns;

    private ReferenceUpkeep(
            ReferenceStore store, ReferencePublisher publisher, ReferenceTable<V> table, ToLongFunction<V> version) {
        this.store = store;
        this.publisher = publisher;
        this.table = table;
        this.version = version;
    }

    /** The job that does it. */
    public static <V> RepeatingJob job(
            ReferenceStore store, ReferencePublisher publisher, ReferenceTable<V> table, ToLongFunction<V> version) {
        ReferenceUpkeep<V> upkeep = new ReferenceUpkeep<>(store, publisher, table, version);
        table.onChange((key, value) -> upkeep.changed.add(key));
        return new RepeatingJob(table.topic().topicName(), PERIOD, PERIOD, upkeep::bringUpToDate);
    }

    private Mono<Void> bringUpToDate() {
        return Flux.concatDelayError(
                        Mono.defer(this::publishAnnouncedIfDue),
                        Mono.defer(this::compareOnce),
                        Mono.defer(this::compareChanged))
                .then();
    }

    private Mono<Void> publishAnnouncedIfDue() {
        boolean due = turns % TURNS_PER_LOOK == 0 || publisher.hasUnpublished();
        turns++;
        return due ? publisher.publishAnnounced() : Mono.empty();
    }

    private Mono<Void> compareOnce() {
        if (compared || !table.isComplete()) {
            return Mono.empty();
        }
        changed.clear();
        return store.all().concatMapDelayError(this::publishIfNewer).then(Mono.fromRunnable(() -> compared = true));
    }

    private Mono<Void> compareChanged() {
        return compared
                ? Flux.fromIterable(List.copyOf(changed))
                        .concatMapDelayError(this::compare)
                        .then()
                : Mono.empty();
    }

    /** What changes while it is being compared is compared again. */
    private Mono<Void> compare(String key) {
        changed.remove(key);
        return store.current(key).flatMap(this::publishIfNewer).doOnError(error -> changed.add(key));
    }

    private Mono<Void> publishIfNewer(ReferenceRecord document) {
        long published = table.get(document.key()).map(version::applyAsLong).orElse(0L);
        return published < document.version() ? publisher.publish(document) : Mono.empty();
    }
}
