package io.vigie.gateway.people;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import reactor.core.publisher.Mono;

/** Counted in this process, for the last 10,000 names. */
final class LocalFailures implements Failures {

    private static final int NAMES = 10_000;

    private final InstantSource clock;
    private final Map<String, Window> windows = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Window> eldest) {
            return size() > NAMES;
        }
    };

    LocalFailures(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public Mono<Count> of(String name) {
        return Mono.fromSupplier(() -> count(name, 0));
    }

    @Override
    public Mono<Count> oneMore(String name) {
        return Mono.fromSupplier(() -> count(name, 1));
    }

    private synchronized Count count(String name, int more) {
        Instant now = clock.instant();
        Window window = windows.get(name);
        if (window == null || !now.isBefore(window.end())) {
            window = new Window(0, now.plus(WINDOW));
        }
        if (more > 0) {
            window = new Window(window.failures() + more, window.end());
            windows.put(name, window);
        }
        return new Count(window.failures(), Duration.between(now, window.end()));
    }

    private record Window(long failures, Instant end) {}
}
