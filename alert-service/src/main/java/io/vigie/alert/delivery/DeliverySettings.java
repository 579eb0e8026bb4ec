package io.vigie.alert.delivery;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How deliveries are tried, prefix {@code vigie.alert.delivery}.
 *
 * @param firstRetry the pause after the first attempt, about; each next one is twice as long; 10 ms to 1 h
 * @param longestRetry no pause is longer; up to 24 h
 * @param giveUp after this time it has failed; up to 30 d
 * @param perMinute how many a channel gets in a minute; a third of it at once; 1 to 6000
 * @param lease another instance takes over what one that died had in hand after this time; 1 s to 10 min
 */
@ConfigurationProperties("vigie.alert.delivery")
record DeliverySettings(
        @DefaultValue("1s") Duration firstRetry,
        @DefaultValue("10m") Duration longestRetry,
        @DefaultValue("75h") Duration giveUp,
        @DefaultValue("60") int perMinute,
        @DefaultValue("15s") Duration lease) {

    DeliverySettings {
        between("first-retry", firstRetry, Duration.ofMillis(10), Duration.ofHours(1));
        between("longest-retry", longestRetry, firstRetry, Duration.ofHours(24));
        between("give-up", giveUp, Duration.ZERO, Duration.ofDays(30));
        between("lease", lease, Duration.ofSeconds(1), Duration.ofMinutes(10));
        if (perMinute < 1 || perMinute > 6000) {
            throw new IllegalArgumentException(
                    "vigie.alert.delivery.per-minute: 1 to 6000 is allowed, it is " + perMinute);
        }
    }

    private static void between(String name, Duration value, Duration least, Duration most) {
        if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
            throw new IllegalArgumentException(
                    "vigie.alert.delivery." + name + ": " + least + " to " + most + " is allowed, it is " + value);
        }
    }

    /** What has ended is shown for so long. */
    static final Duration KEPT = Duration.ofDays(30);
}
