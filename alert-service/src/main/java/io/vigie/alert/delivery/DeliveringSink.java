package io.vigie.alert.delivery;

import io.vigie.alert.channel.Channel;
import io.vigie.alert.channel.ChannelTable;
import io.vigie.alert.notice.Notice;
import io.vigie.alert.notice.NoticeSink;
import io.vigie.alert.storage.Await;
import io.vigie.alert.storage.Origin;
import io.vigie.alert.storage.StateStore;
import io.vigie.alert.storage.Stored;
import io.vigie.messaging.UnavailableException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;

/**
 * Stores a delivery for each channel that wants the notice, and hands it over in memory: the documents are for restarts and for
 * other instances. What was delivered before stands in the log, and is not made again.
 */
final class DeliveringSink implements NoticeSink {

    private final ChannelTable channels;
    private final StateStore<Delivery> pending;
    private final StateStore<DeliveryEntry> log;
    private final Lanes lanes;
    private final OwnLease lease;
    private final Duration timeout;
    private final Clock clock;
    private final AtomicLong lastOrder = new AtomicLong();

    DeliveringSink(
            ChannelTable channels,
            StateStore<Delivery> pending,
            StateStore<DeliveryEntry> log,
            Lanes lanes,
            OwnLease lease,
            Duration timeout,
            Clock clock) {
        this.channels = channels;
        this.pending = pending;
        this.log = log;
        this.lanes = lanes;
        this.lease = lease;
        this.timeout = timeout;
        this.clock = clock;
    }

    @Override
    public void hand(Notice notice) throws UnavailableException {
        if (!channels.isComplete()) {
            throw new UnavailableException(
                    "the channels are not read yet", new IllegalStateException("no answer of the store until now"));
        }
        Map<String, Stored<Delivery>> wanted = deliveries(notice);
        if (wanted.isEmpty()) {
            return;
        }
        Duration within = timeout.multipliedBy(3);
        Set<String> ended =
                Await.await(log.find(wanted.keySet()).map(Stored::id).collect(Collectors.toSet()), within);
        wanted.keySet().removeAll(ended);
        Set<String> taken = Await.await(pending.replace(List.copyOf(wanted.values())), within);
        wanted.keySet().removeAll(taken);
        wanted.values().forEach(lanes::offerFresh);
    }

    private Map<String, Stored<Delivery>> deliveries(Notice notice) {
        Instant now = clock.instant();
        Map<String, Stored<Delivery>> deliveries = new LinkedHashMap<>();
        for (Channel channel : channels.wanting(notice)) {
            String id = Delivery.id(notice, channel.id());
            Delivery delivery = new Delivery(
                    id, channel.id(), notice, now, nextOrder(now), 0, 0, null, lease.self(), lease.claim());
            String documentId = Delivery.documentId(notice, id);
            deliveries.put(documentId, Stored.first(documentId, Origin.NONE, delivery));
        }
        return deliveries;
    }

    /** Milliseconds, but never the same twice. */
    private long nextOrder(Instant now) {
        return lastOrder.updateAndGet(last -> Math.max(last + 1, now.toEpochMilli()));
    }
}
