package io.vigie.alert.channel;

import io.vigie.alert.storage.StateStore;
import io.vigie.alert.storage.Stored;
import io.vigie.messaging.RecordPublisher;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Reads the channels into memory, tells the audit trail of changes, and forgets what was deleted. By one thread at a time. */
final class ChannelsUpkeep {

    private static final Logger log = LoggerFactory.getLogger(ChannelsUpkeep.class);

    private final StateStore<StoredChannel> store;
    private final ChannelTable table;
    private final ChannelOpener opener;
    private final RecordPublisher publisher;
    private final Set<String> faulty = new HashSet<>();

    ChannelsUpkeep(
            StateStore<StoredChannel> store, ChannelTable table, ChannelOpener opener, RecordPublisher publisher) {
        this.store = store;
        this.table = table;
        this.opener = opener;
        this.publisher = publisher;
    }

    /** Once. */
    Mono<Void> refresh() {
        return Mono.fromSupplier(table::beginReading)
                .flatMap(begun -> store.all().collectList().doOnNext(all -> take(begun, all)))
                .flatMapMany(Flux::fromIterable)
                .concatMap(this::tell)
                .then();
    }

    private void take(long begun, List<Stored<StoredChannel>> all) {
        List<Channel> channels = all.stream()
                .filter(document -> !document.state().deleted())
                .map(opener::open)
                .toList();
        table.endReading(begun, channels);
        channels.forEach(this::warnOnce);
    }

    private void warnOnce(Channel channel) {
        if (channel.fault() == null) {
            faulty.remove(channel.id());
        } else if (faulty.add(channel.id())) {
            log.warn("The channel {} ({}) can't be used: {}", channel.id(), channel.name(), channel.fault());
        }
    }

    private Mono<Boolean> tell(Stored<StoredChannel> document) {
        StoredChannel channel = document.state();
        if (channel.outbox().isEmpty()) {
            return channel.deleted() ? store.delete(List.of(document.id())).thenReturn(true) : Mono.just(true);
        }
        return Flux.fromIterable(channel.outbox())
                .concatMap(event -> Mono.fromFuture(() -> publisher.publish(event.topic(), event.key(), event.bytes())))
                .then(Mono.defer(() -> store.replace(document.next(channel.without(channel.outbox())))));
    }
}
