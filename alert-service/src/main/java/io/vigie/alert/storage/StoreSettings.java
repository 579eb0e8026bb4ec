package io.vigie.alert.storage;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How the store is asked, prefix {@code vigie.alert.store}.
 *
 * @param timeout how long a question may take; 1 s to 5 min
 */
@ConfigurationProperties("vigie.alert.store")
public record StoreSettings(@DefaultValue("10s") Duration timeout) {

    /** Refuses what can't work, by the setting's name. */
    public StoreSettings {
        if (timeout.compareTo(Duration.ofSeconds(1)) < 0 || timeout.compareTo(Duration.ofMinutes(5)) > 0) {
            throw new IllegalArgumentException("vigie.alert.store.timeout: 1 s to 5 min is allowed, it is " + timeout);
        }
    }
}
