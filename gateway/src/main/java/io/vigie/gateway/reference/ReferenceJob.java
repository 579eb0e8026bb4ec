package io.vigie.gateway.reference;

import io.vigie.messaging.ReferenceTable;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.ToLongFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import reactor.core.publisher.Mono;

/**
 * Keeps a compacted topic equal to its documents: each second it publishes what was announced and not taken back, and what stands
 * on the topic in an older version than in its document (two gateways may overtake each other); once at start it compares
 * everything.
 *
 * @param <V> a record of the topic
 */
public final class ReferenceJob<V> implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(ReferenceJob.class);
    private static final Duration PERIOD = Duration.ofSeconds(1);
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final ReferenceStore store;
    private final ReferencePublisher publisher;
    private final ReferenceTable<V> table;
    private final ToLongFunction<V> version;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofVirtual().name("reference-", 0).factory());

    /** Keys that have changed on the topic; at most as many as the topic has. */
    private final Set<String> changed = ConcurrentHashMap.newKeySet();

    private boolean compared;
    private boolean failing;
    private volatile boolean running;

    /** Starts with the context. */
    public ReferenceJob(
            ReferenceStore store, ReferencePublisher publisher, ReferenceTable<V> table, ToLongFunction<V> version) {
        this.store = store;
        this.publisher = publisher;
        this.table = table;
        this.version = version;
    }

    @Override
    public void start() {
        running = true;
        table.onChange((key, value) -> changed.add(key));
        timer.scheduleWithFixedDelay(this::run, 0, PERIOD.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void run() {
        try {
            await(publisher.publishAnnounced());
            compareOnce();
            compareChanged();
            failing = false;
        } catch (RuntimeException e) {
            // MongoDB or Kafka is away: the next second tries again, and health says so.
            if (!failing && running) {
                log.warn(
                        "{} can't be brought up to date now, trying each second: {}",
                        table.topic().topicName(),
                        e.toString());
                failing = true;
            }
        }
    }

    private void compareOnce() {
        if (compared || !table.isComplete()) {
            return;
        }
        changed.clear();
        await(store.all().concatMap(this::publishIfNewer).then());
        compared = true;
    }

    private void compareChanged() {
        if (!compared) {
            return;
        }
        for (String key : List.copyOf(changed)) {
            changed.remove(key);
            try {
                await(store.current(key).flatMap(this::publishIfNewer));
            } catch (RuntimeException e) {
                changed.add(key);
                throw e;
            }
        }
    }

    private Mono<Void> publishIfNewer(ReferenceRecord document) {
        long published = table.get(document.key()).map(version::applyAsLong).orElse(0L);
        return published < document.version() ? publisher.publish(document) : Mono.empty();
    }

    private static void await(Mono<Void> step) {
        step.block(PATIENCE);
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
