package io.vigie.gateway.keys;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Remembers when each key was last used, and writes it down each minute; what a crash loses is at most a minute of that. */
public final class KeyUses implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(KeyUses.class);
    private static final Duration PERIOD = Duration.ofMinutes(1);
    private static final int AT_ONCE = 8;

    private final MongoApiKeys store;
    private final InstantSource clock;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofVirtual().name("key-uses-", 0).factory());

    /** At most as many as there are keys. */
    private final Map<String, Instant> uses = new ConcurrentHashMap<>();

    private volatile boolean running;

    KeyUses(MongoApiKeys store, InstantSource clock) {
        this.store = store;
        this.clock = clock;
    }

    /** A key that exists was used now. */
    public void used(String keyId) {
        uses.put(keyId, clock.instant());
    }

    @Override
    public void start() {
        running = true;
        timer.scheduleWithFixedDelay(
                () -> write().subscribe(), PERIOD.toSeconds(), PERIOD.toSeconds(), TimeUnit.SECONDS);
    }

    /** Writes what has been used since the last time; what fails is tried with the next use. */
    Mono<Void> write() {
        return Flux.fromIterable(Map.copyOf(uses).entrySet())
                .flatMap(
                        use -> store.used(use.getKey(), use.getValue())
                                .doOnSuccess(written -> uses.remove(use.getKey(), use.getValue())),
                        AT_ONCE)
                .onErrorResume(error -> {
                    log.debug("When keys were last used can't be written now: {}", error.toString());
                    return Mono.empty();
                })
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
