package io.vigie.query.storage;

import java.time.Duration;
import java.time.InstantSource;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How long frames are kept, prefix {@code vigie.query}.
 *
 * @param retention 1 hour to 10 years
 */
@ConfigurationProperties("vigie.query")
public record Retention(@DefaultValue("30d") Duration retention) {

    private static final Duration LEAST = Duration.ofHours(1);
    private static final Duration MOST = Duration.ofDays(3650);

    /** Refuses what can't work, by the setting's name. */
    public Retention {
        if (retention.compareTo(LEAST) < 0 || retention.compareTo(MOST) > 0) {
            throw new IllegalArgumentException(
                    "vigie.query.retention: " + LEAST + " to " + MOST + " is allowed, it is " + retention);
        }
    }

    /** The first hour that is kept; what is before it may be deleted and is not written any more. */
    public long firstHour(InstantSource clock) {
        return HourKey.hourOf(clock.instant().minus(retention).toEpochMilli());
    }
}
