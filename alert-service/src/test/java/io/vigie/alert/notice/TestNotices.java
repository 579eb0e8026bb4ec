package io.vigie.alert.notice;

import io.vigie.alert.rule.Level;
import io.vigie.alert.rule.Texts;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Notices as the incident stage makes them. */
public final class TestNotices {

    /** 04/12/2024 14:35:22 in Paris. */
    public static final Instant THEN = Instant.parse("2024-12-04T13:35:22Z");

    private TestNotices() {}

    /** The alert of the fleet's manual. */
    public static Notice temperature(String id) {
        return of(
                id,
                Notice.Kind.FIRING,
                Level.CRITICAL,
                new Texts("Température élevée: 78.2°C", "High temperature: 78.2°C"),
                null);
    }

    /** Its end, 12 minutes later. */
    public static Notice resolved(String id) {
        return of(
                id,
                Notice.Kind.RESOLVED,
                Level.CRITICAL,
                new Texts("Température élevée: 78.2°C", "High temperature: 78.2°C"),
                THEN.plusSeconds(725));
    }

    /** Another one. */
    public static Notice of(String id, Notice.Kind kind, Level level, Texts message, @Nullable Instant end) {
        AlertSnapshot alert = new AlertSnapshot(
                "alert-1",
                "cesson-b827eb123456",
                "CESSON",
                "temperature",
                "",
                level,
                message,
                "78.2",
                THEN,
                "temperature-high",
                THEN,
                end);
        return new Notice(id, kind, alert, THEN);
    }

    /** Of the alert of this name, decided at that moment. */
    public static Notice ofAlert(String id, String alertId, Instant decidedAt) {
        AlertSnapshot alert = temperature(id).alert();
        return new Notice(
                id,
                Notice.Kind.FIRING,
                new AlertSnapshot(
                        alertId,
                        alert.siteId(),
                        alert.clubName(),
                        alert.type(),
                        alert.object(),
                        alert.level(),
                        alert.message(),
                        alert.value(),
                        alert.timestamp(),
                        alert.rule(),
                        alert.since(),
                        null),
                decidedAt);
    }
}
