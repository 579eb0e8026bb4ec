package io.vigie.gateway.revocation;

import static io.vigie.gateway.RunningGateway.bearer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.mongodb.ConnectionString;
import io.vigie.gateway.RunningGateway;
import io.vigie.gateway.audit.Actor;
import io.vigie.gateway.audit.AuditEvent;
import io.vigie.messaging.RecordPublisher;
import io.vigie.messaging.ReferenceTable;
import io.vigie.proto.stream.v1.RevocationRecord;
import io.vigie.testkit.servers.RealMongo;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.springframework.data.mongodb.core.ReactiveMongoTemplate;
import org.springframework.data.mongodb.core.SimpleReactiveMongoDatabaseFactory;

class ExpiredRevocationsIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Test
    void whatHasExpiredGoesFromStoreAndTopicAndWhatHasNotStays() throws Exception {
        try (RunningGateway gateway = RunningGateway.builder().start()) {
            MongoRevocations store = gateway.bean(MongoRevocations.class);
            @SuppressWarnings("unchecked")
            ReferenceTable<RevocationRecord> topic =
                    (ReferenceTable<RevocationRecord>) gateway.bean("revocationRecords");
            gateway.post("/auth/logout", null, bearer(gateway.adminToken()));
            StoredRevocation revocation = Objects.requireNonNull(store.list().blockFirst(PATIENCE));
            await().atMost(PATIENCE).until(() -> topic.get(revocation.id()).isPresent());

            forgetAt(revocation.expiresAt(), gateway, store, topic);
            assertThat(store.find(revocation.id()).block(PATIENCE)).isEqualTo(revocation);
            assertThat(topic.get(revocation.id())).isPresent();

            forgetAt(revocation.expiresAt().plusMillis(1), gateway, store, topic);
            assertThat(store.find(revocation.id()).blockOptional(PATIENCE)).isEmpty();
            await().atMost(PATIENCE).until(() -> topic.get(revocation.id()).isEmpty());
        }
    }

    @Test
    void whatTheAuditTrailDoesNotKnowIsKept() {
        MongoRevocations store = new MongoRevocations(new ReactiveMongoTemplate(
                new SimpleReactiveMongoDatabaseFactory(new ConnectionString(RealMongo.freshDatabase()))));
        Instant expired = Instant.parse("2026-11-21T12:00:00Z");
        AuditEvent event = AuditEvent.of(Actor.system("test"), "signed-out", "user", "ada", Map.of(), expired);
        store.insert(new StoredRevocation("token:t", 1, expired, expired, List.of(event)))
                .block(PATIENCE);
        assertThat(store.deleteExpired("token:t", expired.plusSeconds(1)).block(PATIENCE))
                .isFalse();
        store.told("token:t", 1).block(PATIENCE);
        assertThat(store.deleteExpired("token:t", expired.plusSeconds(1)).block(PATIENCE))
                .isTrue();
    }

    private static void forgetAt(
            Instant when, RunningGateway gateway, MongoRevocations store, ReferenceTable<RevocationRecord> topic) {
        new ExpiredRevocations(store, gateway.bean(RecordPublisher.class), topic, () -> when)
                .forget()
                .block(PATIENCE);
    }
}
