package io.vigie.alert.incident;

import io.vigie.alert.incident.Alert.Acknowledgement;
import io.vigie.alert.incident.Alert.Episode;
import io.vigie.alert.incident.Alert.Outbox;
import io.vigie.alert.incident.Alert.Part;
import io.vigie.alert.incident.Alert.Subject;
import io.vigie.alert.incident.Alert.Told;
import io.vigie.alert.notice.Notice;
import io.vigie.alert.rule.Level;
import io.vigie.alert.rule.Texts;
import io.vigie.proto.alerts.v1.IncidentSignal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What signals, people and time make of an alert. Pure: every moment comes from outside. */
final class AlertMachine {

    /** How many ended parts are kept for their numbers. */
    private static final int MOST_ENDED = 50;

    /** Nobody is told that such an alert is over: it ends by itself when nothing more came. */
    private static final String ERROR = "error";

    private final Duration cooldown;
    private final Duration reminder;

    AlertMachine(Duration cooldown, Duration reminder) {
        this.cooldown = cooldown;
        this.reminder = reminder;
    }

    /**
     * What is around an alert.
     *
     * @param silenced by somebody
     * @param inhibited explained by another alert
     */
    record Surroundings(boolean silenced, boolean inhibited) {}

    /** After a signal; the very same alert where its number is not higher than the last of its rule and series. */
    Alert signalled(@Nullable Alert before, IncidentSignal signal, Texts message, Instant now) {
        Subject subject = new Subject(signal.getSource(), signal.getClub(), signal.getType(), signal.getObject());
        Alert alert = before == null ? AlertDraft.fresh(subject) : before;
        Optional<Part> known = alert.parts().stream()
                .filter(part ->
                        part.rule().equals(signal.getRule()) && part.series().equals(signal.getSeries()))
                .findFirst();
        if (known.isPresent() && known.get().number() >= signal.getNumber()) {
            return alert;
        }
        AlertDraft draft = new AlertDraft(alert, now);
        draft.subject = subject;
        draft.parts = with(alert.parts(), known, part(signal, message));
        List<Part> firing = draft.parts.stream().filter(Part::firing).toList();
        if (firing.isEmpty()) {
            end(draft, Instant.ofEpochMilli(signal.getAt()));
        } else if (alert.episode().open()) {
            goOn(draft, speaker(firing));
        } else {
            begin(draft, firing, now);
        }
        return draft.done();
    }

    private static Part part(IncidentSignal signal, Texts message) {
        return new Part(
                signal.getRule(),
                signal.getSeries(),
                signal.getNumber(),
                signal.getFiring(),
                Level.of(signal.getLevel()),
                message,
                signal.getValue(),
                Instant.ofEpochMilli(signal.getAt()));
    }

    private static List<Part> with(List<Part> parts, Optional<Part> known, Part part) {
        List<Part> after = new ArrayList<>(parts);
        known.ifPresent(after::remove);
        after.add(part);
        List<Part> ended = after.stream().filter(one -> !one.firing()).toList();
        if (ended.size() > MOST_ENDED) {
            after.remove(ended.getFirst());
        }
        return after;
    }

    /** The first of the worst. */
    private static Part speaker(List<Part> firing) {
        return firing.stream()
                .min(Comparator.comparing(Part::level)
                        .reversed()
                        .thenComparing(Part::at)
                        .thenComparing(Part::rule))
                .orElseThrow();
    }

    private static void begin(AlertDraft draft, List<Part> firing, Instant now) {
        Part speaker = speaker(firing);
        Instant since =
                firing.stream().map(Part::at).min(Comparator.naturalOrder()).orElseThrow();
        draft.acknowledged = null;
        draft.silenced = false;
        draft.episode = new Episode(
                Math.max(draft.episode.number() + 1, now.getEpochSecond()),
                true,
                draft.episode.version(),
                speaker.level(),
                speaker.message(),
                speaker.value(),
                speaker.rule(),
                since,
                speaker.at(),
                null);
        draft.transition("fired", null);
    }

    private static void goOn(AlertDraft draft, Part speaker) {
        Episode episode = draft.episode;
        boolean same = episode.level() == speaker.level()
                && episode.message().equals(speaker.message())
                && episode.value().equals(speaker.value())
                && episode.rule().equals(speaker.rule());
        if (same) {
            return;
        }
        draft.episode = new Episode(
                episode.number(),
                true,
                episode.version(),
                speaker.level(),
                speaker.message(),
                speaker.value(),
                speaker.rule(),
                episode.since(),
                speaker.at(),
                null);
        draft.transition("changed", null);
        Acknowledgement acknowledged = draft.acknowledged;
        if (acknowledged != null && speaker.level().compareTo(acknowledged.level()) > 0) {
            draft.acknowledged = null;
            draft.transition("unacknowledged", null);
        }
    }

    private static void end(AlertDraft draft, Instant at) {
        Episode episode = draft.episode;
        if (!episode.open()) {
            return;
        }
        draft.episode = new Episode(
                episode.number(),
                false,
                episode.version(),
                episode.level(),
                episode.message(),
                episode.value(),
                episode.rule(),
                episode.since(),
                at,
                at);
        draft.acknowledged = null;
        draft.transition("resolved", null);
        draft.file();
    }

    /** After time has passed, or what is around it has changed: decides whether people must be told. */
    Alert settled(Alert alert, Surroundings around, Instant now) {
        if (!alert.lives()) {
            return alert;
        }
        AlertDraft draft = new AlertDraft(alert, now);
        endAcknowledgement(draft, now);
        noteSilence(draft, around.silenced());
        if (draft.episode.open()) {
            if (!around.silenced() && !around.inhibited()) {
                tellFiring(draft, now);
            }
        } else if (!around.silenced()) {
            // Another alert explains why one fires, not why it has ended.
            tellResolved(draft);
        }
        return draft.done();
    }

    private static void endAcknowledgement(AlertDraft draft, Instant now) {
        if (draft.acknowledged != null && !now.isBefore(draft.acknowledged.until())) {
            draft.acknowledged = null;
            draft.transition("unacknowledged", null);
            owe(draft);
        }
    }

    private static void noteSilence(AlertDraft draft, boolean silenced) {
        if (!draft.episode.open() || draft.silenced == silenced) {
            return;
        }
        draft.silenced = silenced;
        draft.transition(silenced ? "silenced" : "unsilenced", null);
        if (!silenced) {
            owe(draft);
        }
    }

    private static void owe(AlertDraft draft) {
        Told told = draft.told;
        draft.told = new Told(told.level(), told.at(), told.cooldownUntil(), told.number(), true, told.cooldownLevel());
    }

    private void tellFiring(AlertDraft draft, Instant now) {
        if (draft.acknowledged != null) {
            return;
        }
        Told told = draft.told;
        Level known = told.level();
        if (known == null) {
            if (told.mayFire(draft.episode.level(), now)) {
                draft.tell(Notice.Kind.FIRING, cooldown);
            }
        } else if (draft.episode.level().compareTo(known) > 0) {
            draft.tell(Notice.Kind.FIRING, cooldown);
        } else if (told.owed() || isReminderDue(told, now)) {
            draft.tell(Notice.Kind.REMINDER, cooldown);
        }
    }

    private boolean isReminderDue(Told told, Instant now) {
        return !reminder.isZero() && !now.isBefore(told.at().plus(reminder));
    }

    private void tellResolved(AlertDraft draft) {
        if (draft.told.level() == null) {
            return;
        }
        if (draft.subject.type().equals(ERROR)) {
            Told told = draft.told;
            draft.told = new Told(null, told.at(), told.cooldownUntil(), told.number(), false, told.cooldownLevel());
        } else {
            draft.tell(Notice.Kind.RESOLVED, cooldown);
        }
    }

    /** Somebody looks after it. */
    Alert acknowledged(Alert alert, Acknowledgement by) {
        AlertDraft draft = new AlertDraft(alert, by.at());
        draft.acknowledged = by;
        draft.transition("acknowledged", by.by());
        draft.audit(by.by(), "acknowledged", Map.of("until", by.until(), "comment", by.comment()));
        return draft.done();
    }

    /** Nobody looks after it any more. */
    Alert unacknowledged(Alert alert, String actor, Instant now) {
        if (alert.acknowledged() == null) {
            return alert;
        }
        AlertDraft draft = new AlertDraft(alert, now);
        draft.acknowledged = null;
        draft.transition("unacknowledged", actor);
        draft.audit(actor, "unacknowledged", Map.of());
        return draft.done();
    }

    /** After this has gone out. */
    Alert sent(Alert alert, Outbox gone) {
        Set<String> events = new HashSet<>();
        gone.events().forEach(event -> events.add(event.id()));
        Set<String> notices = new HashSet<>();
        gone.notices().forEach(notice -> notices.add(notice.id()));
        Set<String> filed = new HashSet<>();
        gone.filed().forEach(view -> filed.add(view.alertId()));
        Outbox left = new Outbox(
                alert.outbox().events().stream()
                        .filter(event -> !events.contains(event.id()))
                        .toList(),
                alert.outbox().notices().stream()
                        .filter(notice -> !notices.contains(notice.id()))
                        .toList(),
                alert.outbox().filed().stream()
                        .filter(view -> !filed.contains(view.alertId()))
                        .toList());
        return new Alert(
                alert.subject(),
                alert.episode(),
                alert.parts(),
                alert.acknowledged(),
                alert.silenced(),
                alert.told(),
                left);
    }
}
