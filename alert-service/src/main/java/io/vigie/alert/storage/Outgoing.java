package io.vigie.alert.storage;

import io.vigie.messaging.CloudEvent;
import io.vigie.proto.Topic;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/**
 * A record that waits in an outbox until Kafka has it.
 *
 * @param id of the CloudEvent in it
 * @param value the CloudEvent as JSON
 */
public record Outgoing(String id, Topic topic, String key, String value) {

    private static final String SOURCE = "/vigie/alert-service";

    /** The event on the topic. */
    public static Outgoing of(Topic topic, String key, CloudEvent event) {
        return new Outgoing(event.id(), topic, key, new String(event.toJson(), StandardCharsets.UTF_8));
    }

    /** An event of this service. */
    public static CloudEvent event(String id, String type, String subject, Instant time, Object data) {
        return new CloudEvent(id, SOURCE, type, subject, time, data);
    }

    /** That somebody changed something, for the audit trail. */
    public static Outgoing audit(
            String actor, String action, String kind, String id, Map<String, Object> changes, Instant when) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("actor", actor);
        data.put("action", action);
        data.put("kind", kind);
        data.put("id", id);
        data.put("changes", changes);
        CloudEvent event =
                event(UUID.randomUUID().toString(), "io.vigie.audit.changed.v1", kind + "/" + id, when, data);
        return of(Topic.AUDIT, actor, event);
    }

    /** The record's value. */
    public byte[] bytes() {
        return value.getBytes(StandardCharsets.UTF_8);
    }
}
