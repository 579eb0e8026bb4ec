package io.vigie.error.intake;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * How errors are taken in, prefix {@code vigie.error.intake}.
 *
 * @param group the consumer group
 * @param bodiesPerDay how many whole errors of a group are kept per day; above, a uniform sample; 1 to 10,000
 * @param bodiesTotal what all of a service may take per day; above, only the first of each group is kept; 1 KB to 1 TB
 * @param newIssuesPerDay how many new groups of a service become issues per day; further ones are counted in one; 1 to 10,000
 */
@ConfigurationProperties("vigie.error.intake")
public record IntakeSettings(
        @DefaultValue("vigie-error") String group,
        @DefaultValue("100") int bodiesPerDay,
        @DefaultValue("100MB") DataSize bodiesTotal,
        @DefaultValue("1000") int newIssuesPerDay) {

    private static final int MOST_BODIES = 10_000;
    private static final int MOST_ISSUES = 10_000;
    private static final DataSize LEAST_TOTAL = DataSize.ofKilobytes(1);
    private static final DataSize MOST_TOTAL = DataSize.ofTerabytes(1);

    /** Refuses what can't work, by the setting's name. */
    public IntakeSettings {
        between("bodies-per-day", bodiesPerDay, MOST_BODIES);
        between("new-issues-per-day", newIssuesPerDay, MOST_ISSUES);
        if (bodiesTotal.compareTo(LEAST_TOTAL) < 0 || bodiesTotal.compareTo(MOST_TOTAL) > 0) {
            throw new IllegalArgumentException("vigie.error.intake.bodies-total: " + LEAST_TOTAL + " to " + MOST_TOTAL
                    + " is allowed, it is " + bodiesTotal);
        }
    }

    private static void between(String name, int value, int most) {
        if (value < 1 || value > most) {
            throw new IllegalArgumentException(
                    "vigie.error.intake." + name + ": 1 to " + most + " is allowed, it is " + value);
        }
    }
}
