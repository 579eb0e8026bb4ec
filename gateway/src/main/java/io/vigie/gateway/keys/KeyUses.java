package io.vigie.gateway.keys;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Remembers when each key was last used, to be written down now and then; a crash loses what was not. */
public final class KeyUses {

    private static final int AT_ONCE = 8;

    private final MongoApiKeys store;
    private final InstantSource clock;

    /** At most as many as there are keys. */
    private final Map<String, Instant> uses = new ConcurrentHashMap<>();

    KeyUses(MongoApiKeys store, InstantSource clock) {
        this.store = store;
        this.clock = clock;
    }

    /** A key that exists was used now. */
    public void used(String keyId) {
        uses.put(keyId, clock.instant());
    }

    /** Writes what has been used since the last time; what fails is kept for the next. */
    Mono<Void> write() {
        return Flux.fromIterable(Map.copyOf(uses).entrySet())
                .flatMap(
                        use -> store.used(use.getKey(), use.getValue())
                                .doOnSuccess(written -> uses.remove(use.getKey(), use.getValue())),
                        AT_ONCE)
                .then();
    }
}
