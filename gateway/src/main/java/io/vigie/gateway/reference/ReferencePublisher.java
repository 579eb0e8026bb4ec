package io.vigie.gateway.reference;

import io.vigie.gateway.audit.AuditTrail;
import io.vigie.gateway.reference.ReferenceStore.Announcement;
import io.vigie.messaging.RecordPublisher;
import io.vigie.proto.Topic;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import reactor.core.publisher.Mono;

/**
 * Puts documents on their compacted topic right after they were written, and tells the audit trail of it; what fails is left to {@link
 * ReferenceUpkeep}.
 */
public final class ReferencePublisher {

    private static final Duration PATIENCE = Duration.ofSeconds(2);

    /** By then a write has succeeded or failed: MongoDB gets five seconds. */
    private static final Duration WRITTEN_WITHIN = Duration.ofMinutes(1);

    private final Topic topic;
    private final ReferenceStore store;
    private final RecordPublisher records;
    private final AuditTrail trail;
    private final InstantSource clock;

    /** Since when an announcement is known whose version is not written; as many as there are such. */
    private final Map<Announcement, Instant> unwritten = new ConcurrentHashMap<>();

    /** Whether an announcement of this gateway may not be taken back yet. */
    private volatile boolean unpublished;

    /** For one topic and the documents behind it. */
    public ReferencePublisher(
            Topic topic, ReferenceStore store, RecordPublisher records, AuditTrail trail, InstantSource clock) {
        this.topic = topic;
        this.store = store;
        this.records = records;
        this.trail = trail;
        this.clock = clock;
    }

    /** Whether something of this gateway was not published when it was written. */
    boolean hasUnpublished() {
        return unpublished;
    }

    /**
     * Publishes what was just written and takes its announcement back. Completes when that is done, or after two seconds, or when
     * Kafka or MongoDB is away: the job then publishes it as soon as they are back.
     */
    public Mono<Void> publishSoon(ReferenceRecord record) {
        return publish(record)
                .timeout(PATIENCE)
                .doOnCancel(() -> unpublished = true)
                .doOnError(failure -> unpublished = true)
                .onErrorComplete();
    }

    /** Publishes it, tells the audit trail and takes its announcement back, or fails. */
    Mono<Void> publish(ReferenceRecord record) {
        return Mono.fromCompletionStage(() -> records.publish(topic, record.key(), record.value()))
                .then(Mono.defer(() -> tell(record)))
                .then(Mono.defer(() -> store.forget(new Announcement(record.key(), record.version()))));
    }

    private Mono<Void> tell(ReferenceRecord record) {
        return record.outbox().isEmpty()
                ? Mono.empty()
                : trail.tell(record.outbox()).then(Mono.defer(() -> store.told(record.key(), record.version())));
    }

    /**
     * Publishes what was announced and is not taken back yet. An announcement outlives this call while its version may still
     * be about to be written: else that version would stay off the topic should publishing it fail then. One that fails holds up
     * no other.
     */
    Mono<Void> publishAnnounced() {
        return Mono.fromRunnable(() -> unpublished = false)
                .thenMany(store.unpublished())
                .collectList()
                .doOnNext(unwritten.keySet()::retainAll)
                .flatMapIterable(Function.identity())
                .concatMapDelayError(this::publishAnnounced)
                .doOnError(failure -> unpublished = true)
                .then();
    }

    private Mono<Void> publishAnnounced(Announcement announcement) {
        return store.current(announcement.key())
                .filter(current -> current.version() >= announcement.version())
                .flatMap(current -> publish(current).thenReturn(true))
                .switchIfEmpty(Mono.fromSupplier(() -> wasNeverWritten(announcement)))
                .flatMap(settled -> settled ? store.forget(announcement) : Mono.empty());
    }

    private boolean wasNeverWritten(Announcement announcement) {
        Instant now = clock.instant();
        Instant known = unwritten.computeIfAbsent(announcement, since -> now);
        return !now.isBefore(known.plus(WRITTEN_WITHIN));
    }
}
