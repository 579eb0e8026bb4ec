package io.vigie.gateway.revocation;

import io.vigie.messaging.RecordPublisher;
import io.vigie.messaging.ReferenceTable;
import io.vigie.proto.Topic;
import io.vigie.proto.stream.v1.RevocationRecord;
import java.time.Instant;
import java.time.InstantSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Revocations of tokens that have expired by themselves: forgotten, so that neither store nor topic grows for ever. */
final class ExpiredRevocations {

    private final MongoRevocations store;
    private final RecordPublisher records;
    private final ReferenceTable<RevocationRecord> topic;
    private final InstantSource clock;

    ExpiredRevocations(
            MongoRevocations store,
            RecordPublisher records,
            ReferenceTable<RevocationRecord> topic,
            InstantSource clock) {
        this.store = store;
        this.records = records;
        this.topic = topic;
        this.clock = clock;
    }

    /** Goes by the topic, which has every document: what a crash leaves there after its document is gone goes the next time. */
    Mono<Void> forget() {
        Instant now = clock.instant();
        return Flux.fromIterable(topic.snapshot().values())
                .filter(record -> record.getExpiresAt() < now.toEpochMilli())
                .concatMap(record -> store.deleteExpired(record.getId(), now)
                        .filter(gone -> gone)
                        .flatMap(gone -> Mono.fromCompletionStage(
                                () -> records.publish(Topic.REVOCATIONS, record.getId(), null))))
                .then();
    }
}
