package io.vigie.alert.evaluation;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How rules are evaluated, prefix {@code vigie.alert.evaluation}.
 *
 * @param group begins the names of the consumer groups
 * @param interval a state is stored at most this long after it changed (what fires is stored at once); 100 ms to 10 min
 * @param canaryPeriod how often ingest writes a canary to each partition; 100 ms to 1 min
 * @param errorQuiet an alert of an issue ends when nothing more of the kind came for so long; 1 min to 7 d
 */
@ConfigurationProperties("vigie.alert.evaluation")
record EvaluationSettings(
        @DefaultValue("vigie-alert-evaluation") String group,
        @DefaultValue("30s") Duration interval,
        @DefaultValue("5s") Duration canaryPeriod,
        @DefaultValue("1h") Duration errorQuiet) {

    /** Refuses what can't work, by the setting's name. */
    EvaluationSettings {
        between("interval", interval, Duration.ofMillis(100), Duration.ofMinutes(10));
        between("canary-period", canaryPeriod, Duration.ofMillis(100), Duration.ofMinutes(1));
        between("error-quiet", errorQuiet, Duration.ofMinutes(1), Duration.ofDays(7));
    }

    private static void between(String name, Duration value, Duration least, Duration most) {
        if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
            throw new IllegalArgumentException(
                    "vigie.alert.evaluation." + name + ": " + least + " to " + most + " is allowed, it is " + value);
        }
    }
}
