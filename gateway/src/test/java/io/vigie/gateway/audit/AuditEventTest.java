package io.vigie.gateway.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.vigie.kit.identity.Identity;
import io.vigie.kit.identity.Role;
import io.vigie.testkit.events.PublishedSchemas;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class AuditEventTest {

    private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");
    private static final Actor ADA = Actor.of(
            new Identity.Person("ada", Role.ADMIN, Set.of()), Actor.address(new InetSocketAddress("10.0.0.1", 1)));

    @Test
    void itIsAnEventAsTheOtherServicesTellThem() {
        AuditEvent event = AuditEvent.of(ADA, "disabled", "key", "k1", Map.of("active", false), NOON);
        JsonNode told = new JsonMapper().readTree(event.bytes());
        assertThat(PublishedSchemas.violations("audit", told)).isEmpty();
        assertThat(event.actor()).isEqualTo("user:ada");
        assertThat(told).isEqualTo(new JsonMapper().readTree("""
                {"specversion":"1.0","id":"%s","source":"/vigie/gateway","type":"io.vigie.audit.changed.v1","subject":"key/k1",
                 "time":"2026-11-21T12:00:00Z","datacontenttype":"application/json",
                 "data":{"actor":"user:ada","action":"disabled","kind":"key","id":"k1","address":"10.0.0.1",
                         "changes":{"active":false}}}""".formatted(event.id())));
    }

    @Test
    void whoeverActsHasANameInIt() {
        assertThat(Actor.of(new Identity.Program("abcdEFGH", "shop", Set.of("read")), null)
                        .subject())
                .isEqualTo("key:abcdEFGH");
        AuditEvent event = AuditEvent.of(Actor.system("first start"), "created", "user", "admin", Map.of(), NOON);
        assertThat(event.actor()).isEqualTo("system:first-start");
        assertThat(PublishedSchemas.violations("audit", new JsonMapper().readTree(event.bytes())))
                .isEmpty();
    }

    @Test
    void twoEventsHaveTwoIds() {
        assertThat(AuditEvent.of(ADA, "deleted", "key", "k1", Map.of(), NOON).id())
                .isNotEqualTo(AuditEvent.of(ADA, "deleted", "key", "k1", Map.of(), NOON)
                        .id());
    }
}
