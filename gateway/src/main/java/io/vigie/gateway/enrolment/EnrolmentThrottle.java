package io.vigie.gateway.enrolment;

import io.vigie.kit.problem.ProblemCode;
import io.vigie.kit.problem.ProblemException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Limits how many sources one fleet key claims within a minute, as each stays for ever: a key that has leaked can be switched off
 * before it has filled the database. Each gateway counts for itself.
 */
final class EnrolmentThrottle {

    private static final Duration WINDOW = Duration.ofMinutes(1);

    private final int perMinute;
    private final InstantSource clock;

    /** By key id; at most as many as there are fleet keys. */
    private final Map<String, Window> windows = new ConcurrentHashMap<>();

    EnrolmentThrottle(int perMinute, InstantSource clock) {
        this.perMinute = perMinute;
        this.clock = clock;
    }

    /**
     * Counts a claim.
     *
     * @throws ProblemException 429 where it is one too many
     */
    void count(String keyId) {
        Instant now = clock.instant();
        Window window = windows.merge(
                keyId,
                new Window(1, now.plus(WINDOW)),
                (before, first) -> now.isBefore(before.end()) ? new Window(before.claims() + 1, before.end()) : first);
        if (window.claims() > perMinute) {
            throw ProblemException.retry(
                    ProblemCode.RESOURCE_EXHAUSTED,
                    "This fleet key may claim " + perMinute + " sources a minute",
                    Duration.between(now, window.end()));
        }
    }

    private record Window(long claims, Instant end) {}
}
