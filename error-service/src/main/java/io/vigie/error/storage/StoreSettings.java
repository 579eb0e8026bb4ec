package io.vigie.error.storage;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How MongoDB is asked, prefix {@code vigie.error.store}.
 *
 * @param timeout an operation takes at most this long; 1 s to 5 min
 */
@ConfigurationProperties("vigie.error.store")
public record StoreSettings(@DefaultValue("10s") Duration timeout) {

    private static final Duration LEAST = Duration.ofSeconds(1);
    private static final Duration MOST = Duration.ofMinutes(5);

    /** Refuses what can't work, by the setting's name. */
    public StoreSettings {
        if (timeout.compareTo(LEAST) < 0 || timeout.compareTo(MOST) > 0) {
            throw new IllegalArgumentException(
                    "vigie.error.store.timeout: " + LEAST + " to " + MOST + " is allowed, it is " + timeout);
        }
    }
}
