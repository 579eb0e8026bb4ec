package io.vigie.alert.incident;

import io.vigie.alert.notice.Notice;
import io.vigie.alert.rule.Level;
import io.vigie.alert.rule.Texts;
import io.vigie.alert.storage.Digest;
import io.vigie.alert.storage.Outgoing;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An alert: whatever rules and devices say of one thing of one source. Its document holds its present or last episode, what
 * people were told, and what has to go out. Immutable.
 *
 * @param parts by rule and series, ended ones included (their numbers are needed)
 */
record Alert(
        Subject subject,
        Episode episode,
        List<Part> parts,
        @Nullable Acknowledgement acknowledged,
        boolean silenced,
        Told told,
        Outbox outbox) {

    Alert {
        parts = List.copyOf(parts);
    }

    /**
     * What it is known by.
     *
     * @param object the service or volume; empty where there is none
     */
    record Subject(String siteId, String clubName, String type, String object) {

        /** The id of its document. */
        String key() {
            return key(siteId, type, object);
        }

        static String key(String siteId, String type, String object) {
            return Digest.of(siteId, type, object);
        }
    }

    /**
     * From a begin to an end.
     *
     * @param number of the episode, higher than every one before, also of an alert that was forgotten meanwhile
     * @param version counts its transitions, over all episodes
     * @param rule of the part that speaks for it: the first of the worst
     * @param changedAt when it began to be as it is
     */
    record Episode(
            long number,
            boolean open,
            long version,
            Level level,
            Texts message,
            String value,
            String rule,
            Instant since,
            Instant changedAt,
            @Nullable Instant endedAt) {

        /** There has been none. */
        static final Episode NONE =
                new Episode(0, false, 0, Level.INFO, Texts.same(""), "", "", Instant.EPOCH, Instant.EPOCH, null);
    }

    /**
     * What one rule says of one series.
     *
     * @param number of its last signal
     */
    record Part(
            String rule,
            String series,
            long number,
            boolean firing,
            Level level,
            Texts message,
            String value,
            Instant at) {}

    /**
     * Somebody looks after it.
     *
     * @param level how bad it was then; when it becomes worse this ends
     */
    record Acknowledgement(String by, Instant at, Instant until, Level level, String comment) {}

    /**
     * What people were told.
     *
     * @param level as what they know it; null: they know nothing, or that it is over
     * @param number counts the notices
     * @param owed its silence or acknowledgement has ended and it still fires: that has to be told
     * @param cooldownLevel as what it was told last that it fires; what is worse waits for no cooldown. Null: nothing yet
     */
    record Told(
            @Nullable Level level,
            Instant at,
            Instant cooldownUntil,
            long number,
            boolean owed,
            @Nullable Level cooldownLevel) {

        /** Nothing yet. */
        static final Told NOTHING = new Told(null, Instant.EPOCH, Instant.EPOCH, 0, false, null);

        /** Whether what fires anew is told now. */
        boolean mayFire(Level firing, Instant now) {
            return !now.isBefore(cooldownUntil) || cooldownLevel != null && firing.compareTo(cooldownLevel) > 0;
        }
    }

    /**
     * What has to go out.
     *
     * @param filed ended episodes on their way to the history
     */
    record Outbox(List<Outgoing> events, List<Notice> notices, List<AlertView> filed) {

        /** Nothing. */
        static final Outbox EMPTY = new Outbox(List.of(), List.of(), List.of());

        Outbox {
            events = List.copyOf(events);
            notices = List.copyOf(notices);
            filed = List.copyOf(filed);
        }

        boolean holdsSomething() {
            return !events.isEmpty() || !notices.isEmpty() || !filed.isEmpty();
        }
    }

    /** Its id, from its begin to its end. */
    String alertId() {
        return subject.key() + "." + episode.number();
    }

    boolean hasOutbox() {
        return outbox.holdsSomething();
    }

    /** Whether it ended before this moment and nothing of it is left to do. */
    boolean isForgettable(Instant before) {
        return !lives()
                && !hasOutbox()
                && episode.changedAt().isBefore(before)
                && told.at().isBefore(before);
    }

    /** Whether time alone may make something of it. */
    boolean lives() {
        return episode.open() || told.level() != null;
    }
}
