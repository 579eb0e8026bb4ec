package io.vigie.alert.incident;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.vigie.alert.incident.Alert.Acknowledgement;
import io.vigie.alert.incident.Alert.Episode;
import io.vigie.alert.rule.Level;
import io.vigie.alert.rule.Texts;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** An episode of an alert as the API shows it and as the history keeps it. */
@JsonInclude(JsonInclude.Include.NON_NULL)
record AlertView(
        String alertId,
        String siteId,
        @Nullable String clubName,
        String type,
        @Nullable String object,
        Level level,
        Status status,
        boolean silenced,
        Texts message,
        @Nullable String value,
        String rule,
        Instant since,
        Instant changedAt,
        @Nullable Instant endedAt,
        @Nullable Acknowledgement acknowledged,
        long version) {

    /** Where it stands. */
    enum Status {
        FIRING,
        ACKNOWLEDGED,
        RESOLVED;

        @com.fasterxml.jackson.annotation.JsonCreator
        static Status of(String name) {
            return valueOf(name.toUpperCase(java.util.Locale.ROOT));
        }

        @com.fasterxml.jackson.annotation.JsonValue
        String json() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    static AlertView of(Alert alert) {
        Episode episode = alert.episode();
        return new AlertView(
                alert.alertId(),
                alert.subject().siteId(),
                orNull(alert.subject().clubName()),
                alert.subject().type(),
                orNull(alert.subject().object()),
                episode.level(),
                episode.open() ? alert.acknowledged() == null ? Status.FIRING : Status.ACKNOWLEDGED : Status.RESOLVED,
                alert.silenced(),
                episode.message(),
                orNull(episode.value()),
                episode.rule(),
                episode.since(),
                episode.changedAt(),
                episode.endedAt(),
                alert.acknowledged(),
                episode.version());
    }

    private static @Nullable String orNull(String text) {
        return text.isEmpty() ? null : text;
    }

    /** The id under which the history keeps it; the later it ended, the greater. */
    String historyId() {
        long ended = endedAt == null ? 0 : endedAt.toEpochMilli();
        return String.format(java.util.Locale.ROOT, "%015d/%s", ended, alertId);
    }
}
