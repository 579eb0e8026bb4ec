package io.vigie.alert.delivery;

import io.vigie.alert.storage.StateStore;
import io.vigie.alert.storage.Stored;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** What was sent and is being sent, newest first. */
public final class DeliveryLog {

    private static final int PAGE = 200;
    private static final int MOST_LOOKED_AT = 20_000;
    private static final int RECENT = 500;

    private final StateStore<Delivery> pending;
    private final StateStore<DeliveryEntry> ended;

    DeliveryLog(StateStore<Delivery> pending, StateStore<DeliveryEntry> ended) {
        this.pending = pending;
        this.ended = ended;
    }

    /** At most so many that are wanted, among the newest 20,000. */
    public Mono<List<DeliveryEntry>> find(Predicate<DeliveryEntry> wanted, int limit) {
        return all().take(MOST_LOOKED_AT).filter(wanted).take(limit).collectList();
    }

    /** The newest of each channel that has one among the newest 500. */
    public Mono<Map<String, DeliveryEntry>> lastByChannel() {
        return all().take(RECENT)
                .collect(Collectors.toMap(DeliveryEntry::channel, entry -> entry, (newer, older) -> newer));
    }

    private Flux<DeliveryEntry> all() {
        Flux<Stored<DeliveryEntry>> waiting = pages(pending)
                .map(one -> new Stored<>(
                        one.id(), one.rev(), one.from(), one.state().entry()));
        return Flux.mergeComparing(
                        PAGE,
                        Comparator.<Stored<DeliveryEntry>, String>comparing(Stored::id)
                                .reversed(),
                        waiting,
                        pages(ended))
                .distinctUntilChanged(Stored::id)
                .map(Stored::state);
    }

    private static <S> Flux<Stored<S>> pages(StateStore<S> store) {
        return page(store, null)
                .expand(page -> page.size() < PAGE
                        ? Mono.empty()
                        : page(store, page.getLast().id()))
                .concatMapIterable(page -> page, 1);
    }

    private static <S> Mono<List<Stored<S>>> page(StateStore<S> store, @Nullable String below) {
        return store.before(below, PAGE).collectList();
    }
}
