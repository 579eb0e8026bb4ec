package io.vigie.alert.sending;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How channels are reached, prefix {@code vigie.alert.sending}.
 *
 * @param timeout an attempt takes at most this long; 1 s to 1 min
 */
@ConfigurationProperties("vigie.alert.sending")
public record SendingSettings(@DefaultValue("15s") Duration timeout) {

    /** Refuses what can't work, by the setting's name. */
    public SendingSettings {
        if (timeout.compareTo(Duration.ofSeconds(1)) < 0 || timeout.compareTo(Duration.ofMinutes(1)) > 0) {
            throw new IllegalArgumentException(
                    "vigie.alert.sending.timeout: 1 s to 1 min is allowed, it is " + timeout);
        }
    }
}
