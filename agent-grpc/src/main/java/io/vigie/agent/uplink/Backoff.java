package io.vigie.agent.uplink;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * Full jitter: the n-th wait is random between 0 and min(most, least · 2ⁿ), so that a fleet that lost its server does not
 * come back all at once. For one thread.
 */
final class Backoff {

    private static final int MOST_DOUBLINGS = 30;

    private final Duration least;
    private final Duration most;
    private final RandomGenerator random;
    private int failures;

    Backoff(Duration least, Duration most, RandomGenerator random) {
        this.least = least;
        this.most = most;
        this.random = random;
    }

    /**
     * How long to wait after one more failure.
     *
     * @param asked what the server asked for at least; the jitter comes on top
     */
    Duration next(Duration asked) {
        long limit = Math.min(most.toMillis(), least.toMillis() << Math.min(failures, MOST_DOUBLINGS));
        failures = Math.min(failures + 1, MOST_DOUBLINGS);
        return asked.plusMillis(random.nextLong(limit + 1));
    }

    /** How many failures there were since the last success. */
    int failures() {
        return failures;
    }

    void succeeded() {
        failures = 0;
    }
}
