package io.vigie.alert.evaluation;

import io.vigie.alert.storage.Await;
import io.vigie.alert.storage.Desk;
import io.vigie.messaging.RecordPublisher;
import io.vigie.messaging.UnavailableException;
import io.vigie.proto.Topic;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** Empties outboxes: what is stored goes to Kafka, and what Kafka has is taken out. */
final class SignalPublisher {

    private final RecordPublisher records;
    private final Duration timeout;

    SignalPublisher(RecordPublisher records, Duration timeout) {
        this.records = records;
        this.timeout = timeout;
    }

    /** Publishes what the desk has stored, and returns how many signals that were. */
    <M> int publish(Desk<Watched, M> desk) throws UnavailableException {
        Map<String, Watched> due = desk.durableUrgent();
        if (due.isEmpty()) {
            return 0;
        }
        CompletableFuture<?>[] sent = due.values().stream()
                .flatMap(watched -> watched.outbox().stream())
                .map(signal -> records.publish(Topic.INCIDENT_SIGNALS, signal.key(), signal.bytes()))
                .toArray(CompletableFuture[]::new);
        Await.await(CompletableFuture.allOf(sent).thenApply(done -> true), timeout);
        due.forEach((id, watched) -> desk.change(id, now -> now.without(watched.outbox())));
        return sent.length;
    }
}
