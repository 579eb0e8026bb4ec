package io.vigie.query.alerts;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * An alert, read from alert-service's JSON and from the events of the topic alerts, which share their members.
 *
 * @param acknowledged only in an answer of alert-service
 * @param actor only in an event
 */
public record Alert(
        @JsonProperty("alertId") String id,
        String siteId,
        @Nullable String clubName,
        String type,
        @Nullable String object,
        AlertLevel level,
        Status status,
        boolean silenced,
        Texts message,
        @Nullable String value,
        String rule,
        Instant since,
        @Nullable Instant endedAt,
        @Nullable Acknowledgement acknowledged,
        @Nullable String actor) {

    /** Refuses what is not whole. */
    public Alert {
        Stream.of(id, siteId, type, level, status, message, rule, since).forEach(Objects::requireNonNull);
    }

    /** Where it stands. */
    public enum Status {
        FIRING,
        ACKNOWLEDGED,
        RESOLVED
    }

    /** Somebody looks after it. */
    record Acknowledgement(String by, Instant until) {}

    /** In French. */
    public String messageFr() {
        return message.fr();
    }

    /** In English. */
    public String messageEn() {
        return message.en();
    }

    /** The person's name. */
    public @Nullable String acknowledgedBy() {
        if (acknowledged != null) {
            return person(acknowledged.by());
        }
        return status == Status.ACKNOWLEDGED && actor != null ? person(actor) : null;
    }

    /** Unless it worsens or ends before; not known from an event. */
    public @Nullable Instant acknowledgedUntil() {
        return acknowledged == null ? null : acknowledged.until();
    }

    /** Who a subject is, for people. */
    static String person(String subject) {
        String mark = "user:";
        return subject.startsWith(mark) ? subject.substring(mark.length()) : subject;
    }
}
