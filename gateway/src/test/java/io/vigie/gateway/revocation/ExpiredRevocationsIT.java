package io.vigie.gateway.revocation;

import static io.vigie.gateway.RunningGateway.bearer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vigie.gateway.RunningGateway;
import io.vigie.messaging.RecordPublisher;
import io.vigie.messaging.ReferenceTable;
import io.vigie.proto.stream.v1.RevocationRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.junit.jupiter.api.Test;

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

    private static void forgetAt(
            Instant when, RunningGateway gateway, MongoRevocations store, ReferenceTable<RevocationRecord> topic) {
        new ExpiredRevocations(store, gateway.bean(RecordPublisher.class), topic, () -> when)
                .forget()
                .block(PATIENCE);
    }
}
