package io.vigie.error.events;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How people's questions are answered, prefix {@code vigie.error.search}.
 *
 * @param events a text is looked for in so many of the newest bodies; 100 to 1,000,000
 * @param timeout an answer takes at most this long; 1 s to 1 min
 */
@ConfigurationProperties("vigie.error.search")
public record SearchSettings(
        @DefaultValue("10000") int events,
        @DefaultValue("10s") Duration timeout) {

    private static final int LEAST = 100;
    private static final int MOST = 1_000_000;

    /** Refuses what can't work, by the setting's name. */
    public SearchSettings {
        if (events < LEAST || events > MOST) {
            throw new IllegalArgumentException(
                    "vigie.error.search.events: " + LEAST + " to " + MOST + " is allowed, it is " + events);
        }
        if (timeout.compareTo(Duration.ofSeconds(1)) < 0 || timeout.compareTo(Duration.ofMinutes(1)) > 0) {
            throw new IllegalArgumentException("vigie.error.search.timeout: 1 s to 1 min is allowed, it is " + timeout);
        }
    }
}
