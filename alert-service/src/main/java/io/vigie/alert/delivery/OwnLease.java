package io.vigie.alert.delivery;

import io.vigie.alert.storage.Origin;
import io.vigie.alert.storage.StateStore;
import io.vigie.alert.storage.Stored;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import reactor.core.publisher.Mono;

/** How instances know which of them live: one that has something in hand says so now and then. Thread-safe. */
final class OwnLease {

    private final StateStore<Owner> owners;
    private final String self;
    private final Duration lease;
    private final Clock clock;
    private volatile long aliveUntil;

    OwnLease(StateStore<Owner> owners, String self, Duration lease, Clock clock) {
        this.owners = owners;
        this.self = self;
        this.lease = lease;
        this.clock = clock;
    }

    /** The name of this instance. */
    String self() {
        return self;
    }

    /** Until when what is taken now is this instance's alone. */
    long claim() {
        return clock.millis() + lease.toMillis();
    }

    /** Whether a delivery that was claimed until then is still this instance's. */
    boolean holds(long claimedUntil) {
        return clock.millis() < Math.max(claimedUntil, aliveUntil);
    }

    /** Says that this instance lives. */
    Mono<Void> renew() {
        return Mono.defer(() -> {
            long until = claim();
            return owners.find(self)
                    .map(known -> known.next(new Owner(until)))
                    .defaultIfEmpty(Stored.first(self, Origin.NONE, new Owner(until)))
                    .flatMap(owners::replace)
                    .filter(Boolean::booleanValue)
                    .doOnNext(written -> aliveUntil = until)
                    .then();
        });
    }

    /** The instances that live, as far as they say so. */
    Mono<Set<String>> alive() {
        return owners.all()
                .filter(owner -> owner.state().aliveUntil() > clock.millis())
                .map(Stored::id)
                .collect(Collectors.toSet());
    }

    /** Forgets those that have not been heard of since. */
    Mono<Void> forget(long before) {
        return owners.all()
                .filter(owner -> owner.state().aliveUntil() < before)
                .map(Stored::id)
                .collectList()
                .flatMap(gone -> gone.isEmpty() ? Mono.empty() : owners.delete(List.copyOf(gone)));
    }
}
