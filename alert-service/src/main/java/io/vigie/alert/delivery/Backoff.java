package io.vigie.alert.delivery;

import java.time.Duration;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Pauses that double, each shortened by up to half at random, so that those who failed together do not come back together. */
record Backoff(Duration first, Duration longest, RandomGenerator random) {

    /**
     * The pause after the nth attempt, n ≥ 1.
     *
     * @param asked what the receiver asked for: it is never less
     */
    Duration after(int attempts, @Nullable Duration asked) {
        int doublings = Math.min(attempts - 1, 40);
        double full = Math.min(first.toMillis() * Math.pow(2, doublings), longest.toMillis());
        Duration pause = Duration.ofMillis(Math.round(full * (0.5 + random.nextDouble() / 2)));
        return asked != null && asked.compareTo(pause) > 0 ? asked : pause;
    }
}
