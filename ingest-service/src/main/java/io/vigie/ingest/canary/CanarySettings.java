package io.vigie.ingest.canary;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Canaries, prefix {@code vigie.ingest.canary}.
 *
 * @param every from one to the next on each partition; 100 ms to 1 min
 */
@ConfigurationProperties("vigie.ingest.canary")
record CanarySettings(@DefaultValue("5s") Duration every) {

    private static final Duration SHORTEST = Duration.ofMillis(100);
    private static final Duration LONGEST = Duration.ofMinutes(1);

    CanarySettings {
        if (every.compareTo(SHORTEST) < 0 || every.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("vigie.ingest.canary.every: 100 ms to 1 min is allowed, it is " + every);
        }
    }
}
