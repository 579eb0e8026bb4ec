package io.vigie.alert.incident;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What becomes of alerts, prefix {@code vigie.alert.incident}.
 *
 * @param group the consumer group
 * @param cooldown a notice that an alert fires comes at most once in this time, unless it became worse; 0 to 7 d
 * @param reminder an alert that still fires is told again after this time; 0: never
 * @param acknowledgeFor an acknowledgement ends after this time where it says nothing itself; 1 min to 30 d
 * @param language of {@code GET /api/alerts}: fr or en
 */
@ConfigurationProperties("vigie.alert.incident")
public record IncidentSettings(
        @DefaultValue("vigie-alert-incidents") String group,
        @DefaultValue("1h") Duration cooldown,
        @DefaultValue("24h") Duration reminder,
        @DefaultValue("24h") Duration acknowledgeFor,
        @DefaultValue("fr") String language) {

    /** Refuses what can't work, by the setting's name. */
    public IncidentSettings {
        between("cooldown", cooldown, Duration.ZERO, Duration.ofDays(7));
        between("reminder", reminder, Duration.ZERO, Duration.ofDays(365));
        between("acknowledge-for", acknowledgeFor, Duration.ofMinutes(1), Duration.ofDays(30));
        if (!language.equals("fr") && !language.equals("en")) {
            throw new IllegalArgumentException("vigie.alert.incident.language: fr or en is allowed, it is " + language);
        }
    }

    private static void between(String name, Duration value, Duration least, Duration most) {
        if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
            throw new IllegalArgumentException(
                    "vigie.alert.incident." + name + ": " + least + " to " + most + " is allowed, it is " + value);
        }
    }
}
