package io.vigie.alert.notice;

import io.vigie.alert.storage.Await;
import io.vigie.alert.storage.Origin;
import io.vigie.alert.storage.StateStore;
import io.vigie.alert.storage.Stored;
import io.vigie.messaging.UnavailableException;
import java.time.Clock;
import java.time.Duration;

/** Keeps each notice as a pending {@link Delivery}; one that is there already stays as it is. */
final class StoredNoticeSink implements NoticeSink {

    private final StateStore<Delivery> deliveries;
    private final Clock clock;
    private final Duration timeout;

    StoredNoticeSink(StateStore<Delivery> deliveries, Clock clock, Duration timeout) {
        this.deliveries = deliveries;
        this.clock = clock;
        this.timeout = timeout;
    }

    @Override
    public void hand(Notice notice) throws UnavailableException {
        Delivery delivery = new Delivery(notice, Delivery.PENDING, clock.instant());
        Await.await(deliveries.replace(Stored.first(notice.id(), Origin.NONE, delivery)), timeout.multipliedBy(2));
    }
}
