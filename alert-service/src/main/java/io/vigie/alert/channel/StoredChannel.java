package io.vigie.alert.channel;

import io.vigie.alert.rule.Level;
import io.vigie.alert.storage.Outgoing;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A channel in the store.
 *
 * @param settings by name, none of them secret
 * @param sealed secrets by name, encrypted
 * @param deleted what is left tells the audit trail
 * @param outbox what the audit trail does not know yet
 */
record StoredChannel(
        String name,
        ChannelKind kind,
        boolean enabled,
        String language,
        Level minLevel,
        boolean resolved,
        Map<String, String> settings,
        Map<String, String> sealed,
        boolean deleted,
        List<Outgoing> outbox) {

    StoredChannel {
        settings = Map.copyOf(settings);
        sealed = Map.copyOf(sealed);
        outbox = List.copyOf(outbox);
    }

    StoredChannel telling(Outgoing event) {
        List<Outgoing> more = new ArrayList<>(outbox);
        more.add(event);
        return with(enabled, deleted, more);
    }

    StoredChannel withOutbox(List<Outgoing> waiting) {
        return with(enabled, deleted, waiting);
    }

    StoredChannel without(List<Outgoing> told) {
        return with(
                enabled,
                deleted,
                outbox.stream().filter(event -> !told.contains(event)).toList());
    }

    StoredChannel disable() {
        return with(false, deleted, outbox);
    }

    StoredChannel delete() {
        return with(false, true, outbox);
    }

    private StoredChannel with(boolean nowEnabled, boolean nowDeleted, List<Outgoing> nowOutbox) {
        return new StoredChannel(
                name, kind, nowEnabled, language, minLevel, resolved, settings, sealed, nowDeleted, nowOutbox);
    }

    /** What the audit trail may know. */
    Map<String, Object> audited() {
        return Map.of(
                "name", name,
                "kind", kind.json(),
                "enabled", enabled,
                "language", language,
                "minLevel", minLevel.json(),
                "resolved", resolved,
                "settings", settings);
    }
}
