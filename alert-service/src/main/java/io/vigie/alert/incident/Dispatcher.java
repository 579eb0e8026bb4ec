package io.vigie.alert.incident;

import io.vigie.alert.incident.Alert.Outbox;
import io.vigie.alert.notice.Notice;
import io.vigie.alert.notice.NoticeSink;
import io.vigie.alert.storage.Await;
import io.vigie.alert.storage.Origin;
import io.vigie.alert.storage.Outgoing;
import io.vigie.alert.storage.StateStore;
import io.vigie.alert.storage.Stored;
import io.vigie.messaging.RecordPublisher;
import io.vigie.messaging.UnavailableException;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * Sends what stands in outboxes that are stored. What has gone out once is remembered for a while, so that an outbox that was
 * read again (somebody else changed the alert) is not sent twice without need.
 */
final class Dispatcher {

    private static final int REMEMBERED = 10_000;

    private final NoticeSink sink;
    private final RecordPublisher records;
    private final StateStore<AlertView> history;
    private final Duration timeout;
    private final Map<String, Boolean> gone = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
            return size() > REMEMBERED;
        }
    };

    Dispatcher(NoticeSink sink, RecordPublisher records, StateStore<AlertView> history, Duration timeout) {
        this.sink = sink;
        this.records = records;
        this.history = history;
        this.timeout = timeout;
    }

    /** Returns when all of it has gone out; notices first. */
    void send(Collection<Alert> alerts) throws UnavailableException {
        for (Alert alert : alerts) {
            for (Notice notice : alert.outbox().notices()) {
                if (!gone.containsKey(notice.id())) {
                    sink.hand(notice);
                    gone.put(notice.id(), true);
                }
            }
        }
        publish(alerts.stream()
                .flatMap(alert -> alert.outbox().events().stream())
                .filter(event -> !gone.containsKey(event.id()))
                .toList());
        file(alerts.stream()
                .map(Alert::outbox)
                .map(Outbox::filed)
                .flatMap(List::stream)
                .toList());
    }

    private void publish(List<Outgoing> events) throws UnavailableException {
        CompletableFuture<?>[] sent = events.stream()
                .map(event -> records.publish(event.topic(), event.key(), event.bytes()))
                .toArray(CompletableFuture[]::new);
        Await.await(CompletableFuture.allOf(sent).thenApply(done -> true), timeout);
        events.forEach(event -> gone.put(event.id(), true));
    }

    /** An episode that is there already stays as it is. */
    private void file(List<AlertView> episodes) throws UnavailableException {
        if (!episodes.isEmpty()) {
            Await.await(
                    history.replace(episodes.stream()
                            .map(view -> Stored.first(view.historyId(), Origin.NONE, view))
                            .toList()),
                    timeout.multipliedBy(3));
        }
    }
}
