package io.vigie.alert.evaluation;

import io.vigie.alert.storage.Await;
import io.vigie.alert.storage.Origin;
import io.vigie.alert.storage.StateStore;
import io.vigie.alert.storage.Stored;
import io.vigie.messaging.UnavailableException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What each partition says of its devices, so that one of them can look at the whole fleet. */
final class FleetRegister {

    private final StateStore<FleetCensus> store;
    private final int partition;
    private final Duration timeout;
    private @Nullable FleetCensus said;

    FleetRegister(StateStore<FleetCensus> store, int partition, Duration timeout) {
        this.store = store;
        this.partition = partition;
        this.timeout = timeout;
    }

    /** Says how this partition does, where that has changed. */
    void say(FleetCensus counts) throws UnavailableException {
        if (counts.equals(said)) {
            return;
        }
        String id = "partition-" + partition;
        Optional<Stored<FleetCensus>> before =
                Await.await(store.find(id).map(Optional::of).defaultIfEmpty(Optional.empty()), timeout);
        Stored<FleetCensus> next =
                before.map(stored -> stored.next(counts)).orElseGet(() -> Stored.first(id, Origin.NONE, counts));
        if (Await.await(store.replace(next), timeout)) {
            said = counts;
        }
    }

    FleetCensus whole() throws UnavailableException {
        List<Stored<FleetCensus>> all = Await.await(store.all().collectList(), timeout);
        return all.stream().map(Stored::state).reduce(FleetCensus.NOBODY, FleetCensus::plus);
    }
}
