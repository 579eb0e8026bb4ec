package io.vigie.gateway.audit;

import io.vigie.messaging.CloudEvent;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/**
 * That somebody did something, ready for the topic. It is stored together with what was done and let go of when Kafka has it, so that
 * none is missed and each repetition is the same to the letter.
 *
 * @param id of the CloudEvent
 * @param actor key of the record
 * @param event the CloudEvent as JSON
 */
public record AuditEvent(String id, String actor, String event) {

    private static final String SOURCE = "/vigie/gateway";
    private static final String TYPE = "io.vigie.audit.changed.v1";

    /**
     * An event with an id of its own.
     *
     * @param action what was done, for example {@code created}
     * @param kind of the thing that it was done to, for example {@code key}
     * @param id of that thing
     * @param changes its fields and their new values; never a secret or what is made of one
     */
    public static AuditEvent of(
            Actor actor, String action, String kind, String id, Map<String, ?> changes, Instant when) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("actor", actor.subject());
        data.put("action", action);
        data.put("kind", kind);
        data.put("id", id);
        data.put("address", actor.address());
        data.put("changes", changes);
        CloudEvent event = new CloudEvent(UUID.randomUUID().toString(), SOURCE, TYPE, kind + "/" + id, when, data);
        return new AuditEvent(event.id(), actor.subject(), new String(event.toJson(), StandardCharsets.UTF_8));
    }

    byte[] bytes() {
        return event.getBytes(StandardCharsets.UTF_8);
    }
}
