package io.vigie.gateway.reference;

import io.vigie.gateway.reference.ReferenceStore.Announcement;
import io.vigie.messaging.RecordPublisher;
import io.vigie.proto.Topic;
import java.time.Duration;
import reactor.core.publisher.Mono;

/** Puts documents on their compacted topic right after they were written; what fails is left to {@link ReferenceJob}. */
public final class ReferencePublisher {

    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final Topic topic;
    private final ReferenceStore store;
    private final RecordPublisher records;

    /** For one topic and the documents behind it. */
    public ReferencePublisher(Topic topic, ReferenceStore store, RecordPublisher records) {
        this.topic = topic;
        this.store = store;
        this.records = records;
    }

    /**
     * Publishes what was just written and marks it as published. Completes when that is done, or after two seconds, or when
     * Kafka or MongoDB is away: the job then publishes it as soon as they are back.
     */
    public Mono<Void> publishSoon(ReferenceRecord record) {
        return publish(record).timeout(PATIENCE).onErrorComplete();
    }

    /** Publishes it and marks it as published, or fails. */
    Mono<Void> publish(ReferenceRecord record) {
        return Mono.fromCompletionStage(() -> records.publish(topic, record.key(), record.value()))
                .then(Mono.defer(() -> store.markPublished(new Announcement(record.key(), record.version()))));
    }

    /** Publishes what stands in the store now, and takes the announcement back that led here. */
    Mono<Void> publishCurrent(Announcement announcement) {
        return store.current(announcement.key())
                .flatMap(this::publish)
                .then(Mono.defer(() -> store.markPublished(announcement)));
    }
}
