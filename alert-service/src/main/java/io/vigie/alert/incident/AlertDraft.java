package io.vigie.alert.incident;

import io.vigie.alert.incident.Alert.Acknowledgement;
import io.vigie.alert.incident.Alert.Episode;
import io.vigie.alert.incident.Alert.Outbox;
import io.vigie.alert.incident.Alert.Part;
import io.vigie.alert.incident.Alert.Subject;
import io.vigie.alert.incident.Alert.Told;
import io.vigie.alert.notice.AlertSnapshot;
import io.vigie.alert.notice.Notice;
import io.vigie.alert.rule.Level;
import io.vigie.alert.storage.Outgoing;
import io.vigie.proto.Topic;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What becomes of an alert in one step. */
final class AlertDraft {

    private final Alert before;
    private final Instant now;
    Subject subject;
    Episode episode;
    List<Part> parts;

    @Nullable
    Acknowledgement acknowledged;

    boolean silenced;
    Told told;
    private final List<Outgoing> events;
    private final List<Notice> notices;
    private final List<AlertView> filed;

    AlertDraft(Alert before, Instant now) {
        this.before = before;
        this.now = now;
        this.subject = before.subject();
        this.episode = before.episode();
        this.parts = before.parts();
        this.acknowledged = before.acknowledged();
        this.silenced = before.silenced();
        this.told = before.told();
        this.events = new ArrayList<>(before.outbox().events());
        this.notices = new ArrayList<>(before.outbox().notices());
        this.filed = new ArrayList<>(before.outbox().filed());
    }

    static Alert fresh(Subject subject) {
        return new Alert(subject, Episode.NONE, List.of(), null, false, Told.NOTHING, Outbox.EMPTY);
    }

    /** One transition further: its event goes out. */
    void transition(String what, @Nullable String actor) {
        episode = new Episode(
                episode.number(),
                episode.open(),
                episode.version() + 1,
                episode.level(),
                episode.message(),
                episode.value(),
                episode.rule(),
                episode.since(),
                episode.changedAt(),
                episode.endedAt());
        AlertView view = AlertView.of(alert());
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("alertId", view.alertId());
        data.put("siteId", view.siteId());
        data.put("clubName", view.clubName());
        data.put("type", view.type());
        data.put("object", view.object());
        data.put("level", view.level());
        data.put("status", view.status());
        data.put("silenced", view.silenced());
        data.put("message", view.message());
        data.put("value", view.value());
        data.put("rule", view.rule());
        data.put("since", view.since());
        data.put("endedAt", view.endedAt());
        data.put("actor", actor);
        data.put("version", view.version());
        events.add(Outgoing.of(
                Topic.ALERTS,
                subject.siteId(),
                Outgoing.event(
                        view.alertId() + "/" + view.version(),
                        "io.vigie.alert." + what + ".v1",
                        view.alertId(),
                        now,
                        data)));
    }

    void audit(String actor, String action, Map<String, Object> changes) {
        events.add(Outgoing.audit(actor, action, "alert", alert().alertId(), changes, now));
    }

    void file() {
        filed.add(AlertView.of(alert()));
    }

    /** People must be told. */
    void tell(Notice.Kind kind, Duration cooldown) {
        long number = told.number() + 1;
        AlertSnapshot snapshot = new AlertSnapshot(
                alert().alertId(),
                subject.siteId(),
                subject.clubName(),
                subject.type(),
                subject.object(),
                episode.level(),
                episode.message(),
                episode.value(),
                episode.changedAt(),
                episode.rule(),
                episode.since(),
                episode.endedAt());
        notices.add(new Notice(Notice.id(subject.key(), episode.since(), number), kind, snapshot, now));
        Level known = told.level();
        told = switch (kind) {
            case FIRING, REMINDER ->
                new Told(
                        known == null ? episode.level() : known.worse(episode.level()),
                        now,
                        now.plus(cooldown),
                        number,
                        false,
                        episode.level());
            case RESOLVED -> new Told(null, now, told.cooldownUntil(), number, false, told.cooldownLevel());
        };
    }

    Alert alert() {
        return new Alert(subject, episode, parts, acknowledged, silenced, told, new Outbox(events, notices, filed));
    }

    /** The very same alert where nothing changed. */
    Alert done() {
        Alert after = alert();
        return after.equals(before) ? before : after;
    }
}
