package io.vigie.alert.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.vigie.proto.Topic;
import io.vigie.testkit.events.PublishedSchemas;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class OutgoingTest {

    private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");

    @Test
    void anAuditEventKeepsToTheSchemaOfItsTopic() {
        Outgoing audit = Outgoing.audit(
                "user:ann", "acknowledged", "alert", "a1", Map.of("until", NOON, "comment", "on it"), NOON);
        JsonNode event = JsonMapper.shared().readTree(audit.value());
        assertThat(PublishedSchemas.violations("audit", event)).isEmpty();
        assertThat(audit.topic()).isEqualTo(Topic.AUDIT);
        assertThat(audit.key()).isEqualTo(event.at("/data/actor").asString());
        assertThat(audit.id()).isEqualTo(event.path("id").asString());
        assertThat(event.path("subject").asString()).isEqualTo("alert/a1");
        assertThat(event.at("/data/changes/until").asString()).isEqualTo("2026-11-21T12:00:00Z");
    }
}
