package io.vigie.error.intake;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How errors are taken in, prefix {@code vigie.error.intake}.
 *
 * @param group the consumer group
 * @param bodiesPerDay how many whole errors of a group are kept per day; above, a uniform sample; 1 to 10,000
 */
@ConfigurationProperties("vigie.error.intake")
public record IntakeSettings(
        @DefaultValue("vigie-error") String group,
        @DefaultValue("100") int bodiesPerDay) {

    private static final int MOST_BODIES = 10_000;

    /** Refuses what can't work, by the setting's name. */
    public IntakeSettings {
        if (bodiesPerDay < 1 || bodiesPerDay > MOST_BODIES) {
            throw new IllegalArgumentException(
                    "vigie.error.intake.bodies-per-day: 1 to " + MOST_BODIES + " is allowed, it is " + bodiesPerDay);
        }
    }
}
