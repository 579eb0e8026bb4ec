package io.vigie.query.series;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How series are read, prefix {@code vigie.query.series}.
 *
 * @param timeout an answer takes at most this long, waiting for its turn included; 1 s to 5 min
 */
@ConfigurationProperties("vigie.query.series")
public record SeriesSettings(@DefaultValue("20s") Duration timeout) {

    /** Refuses what can't work, by the setting's name. */
    public SeriesSettings {
        if (timeout.compareTo(Duration.ofSeconds(1)) < 0 || timeout.compareTo(Duration.ofMinutes(5)) > 0) {
            throw new IllegalArgumentException("vigie.query.series.timeout: 1 s to 5 min is allowed, it is " + timeout);
        }
    }
}
