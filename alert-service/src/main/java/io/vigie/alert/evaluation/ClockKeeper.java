package io.vigie.alert.evaluation;

import io.vigie.alert.storage.Await;
import io.vigie.alert.storage.Origin;
import io.vigie.alert.storage.StateStore;
import io.vigie.alert.storage.Stored;
import io.vigie.messaging.UnavailableException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * The time of one partition, and its document. That is only ever stored as it was at a record below which every state is stored:
 * so a replay from the committed offset sees at each record the time that was seen before.
 */
final class ClockKeeper {

    private record Moment(long offset, PartitionClock clock) {}

    private final StateStore<PartitionClock> store;
    private final Origin partition;
    private final Duration interval;
    private final Duration timeout;
    private final Clock clock;
    private final Deque<Moment> unstored = new ArrayDeque<>();
    private @Nullable Stored<PartitionClock> stored;
    private PartitionClock now = PartitionClock.START;
    private Instant storedAt = Instant.MIN;

    ClockKeeper(StateStore<PartitionClock> store, Origin partition, Duration interval, Duration timeout, Clock clock) {
        this.store = store;
        this.partition = partition;
        this.interval = interval;
        this.timeout = timeout;
        this.clock = clock;
    }

    void load() throws UnavailableException {
        stored = Await.await(store.find(id()).map(Optional::of).defaultIfEmpty(Optional.empty()), timeout)
                .orElse(null);
        now = stored == null ? PartitionClock.START : stored.state();
        storedAt = clock.instant();
    }

    private String id() {
        return "partition-" + partition.partition();
    }

    PartitionClock now() {
        return now;
    }

    /** A canary; whether it was one that the document does not hold yet. */
    boolean advance(long offset, long canary, long periodMillis) {
        if (stored != null && stored.from().includes(partition.at(offset))) {
            return false;
        }
        now = now.after(canary, periodMillis);
        unstored.add(new Moment(offset, now));
        return true;
    }

    /** Stores the time of the last canary before this offset, where it is due or asked for. */
    void store(long below, boolean always) throws UnavailableException {
        if (!always && clock.instant().isBefore(storedAt.plus(interval))) {
            return;
        }
        storedAt = clock.instant();
        Moment last = null;
        for (Moment moment : unstored) {
            if (moment.offset() < below) {
                last = moment;
            }
        }
        if (last == null) {
            return;
        }
        Origin from = partition.at(last.offset());
        Stored<PartitionClock> next =
                stored == null ? Stored.first(id(), from, last.clock()) : stored.next(from, last.clock());
        if (Await.await(store.replace(next), timeout)) {
            stored = next;
            long upTo = last.offset();
            unstored.removeIf(moment -> moment.offset() <= upTo);
        } else {
            // Another owner, or an attempt whose outcome was not known: what it says is what counts.
            stored = Await.await(store.find(id()), timeout);
            Origin taken = stored.from();
            unstored.removeIf(moment -> taken.includes(partition.at(moment.offset())));
        }
    }

    OptionalLong lowestPending() {
        return unstored.isEmpty()
                ? OptionalLong.empty()
                : OptionalLong.of(unstored.getFirst().offset());
    }
}
