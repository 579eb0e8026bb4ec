package io.vigie.error.upkeep;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How long things are kept, prefix {@code vigie.error.retention}. Issues and what they count in all are kept for ever.
 *
 * @param bodies whole errors; 1 hour to 10 years
 * @param counts counts per hour; 1 day to 10 years
 */
@ConfigurationProperties("vigie.error.retention")
public record RetentionSettings(
        @DefaultValue("30d") Duration bodies,
        @DefaultValue("90d") Duration counts) {

    private static final Duration MOST = Duration.ofDays(3_650);

    /** Refuses what can't work, by the setting's name. */
    public RetentionSettings {
        between("bodies", bodies, Duration.ofHours(1));
        between("counts", counts, Duration.ofDays(1));
    }

    private static void between(String name, Duration value, Duration least) {
        if (value.compareTo(least) < 0 || value.compareTo(MOST) > 0) {
            throw new IllegalArgumentException(
                    "vigie.error.retention." + name + ": " + least + " to " + MOST + " is allowed, it is " + value);
        }
    }
}
