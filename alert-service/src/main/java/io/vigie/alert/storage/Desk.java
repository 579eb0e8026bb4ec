package io.vigie.alert.storage;

import io.vigie.messaging.UnavailableException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The states of one partition in memory: what a message does to one is seen at once, and written under its guard. What waits to
 * be written can be done again onto the state that is really stored; so a conflict or an unknown outcome costs nothing but
 * reading again. By one thread.
 *
 * @param <S> an immutable state
 * @param <M> what changes one
 */
public final class Desk<S, M> {

    private static final int CHUNK = 200;

    /** In bytes of memory, by the estimates below: a backlog is read much faster than it once came in. */
    private static final long MOST_WAITING = 4L << 20;

    /** What a message takes beside its values. */
    private static final int PER_MESSAGE = 500;

    /** What it takes at most for each byte of its record: a delta of one byte becomes a long. */
    private static final int PER_BYTE = 8;

    /** The message itself is there once for all states. */
    private static final int PER_TICK = 50;

    /** What a message does. */
    @FunctionalInterface
    public interface Fold<S, M> {

        /** The state after it; the very same object where it changes nothing. */
        S apply(@Nullable S before, M message);
    }

    /**
     * How a desk works.
     *
     * @param urgent a state that must be written at once
     * @param interval every other is written at most this long after it changed, and earlier where too much waits
     * @param timeout how long a question to the store may take
     */
    public record Manner<S>(Predicate<S> urgent, Duration interval, Duration timeout) {}

    private record Pending<M>(long offset, M message, int memory) {}

    /** A state in memory; absent from the store where {@code stored} is null. */
    private static final class Open<S, M> {
        private @Nullable Stored<S> stored;
        private @Nullable S current;
        private final List<Pending<M>> pending = new ArrayList<>();
        private @Nullable Instant dirtySince;

        private boolean isDirty() {
            return dirtySince != null;
        }

        private long memory() {
            return pending.stream().mapToLong(Pending::memory).sum();
        }
    }

    private final StateStore<S> store;
    private final Origin partition;
    private final Fold<S, M> fold;
    private final Manner<S> manner;
    private final Clock clock;
    private final Map<String, Open<S, M>> open = new HashMap<>();
    private final Set<String> dirty = new LinkedHashSet<>();
    private final Set<String> urgent = new LinkedHashSet<>();
    private long waiting;

    /** Of this partition. */
    public Desk(StateStore<S> store, Origin partition, Fold<S, M> fold, Manner<S> manner, Clock clock) {
        this.store = store;
        this.partition = partition;
        this.fold = fold;
        this.manner = manner;
        this.clock = clock;
    }

    /** Reads every state that came from this partition. */
    public void load() throws UnavailableException {
        List<Stored<S>> all = Await.await(
                store.ofPartition(partition.partition()).collectList(),
                manner.timeout().multipliedBy(3));
        all.forEach(stored -> keep(stored.id(), stored));
    }

    /**
     * A message about a state, which may be new; one that the state holds already changes nothing.
     *
     * @param bytes of the record that it was read from
     */
    public void add(String id, long offset, M message, int bytes) throws UnavailableException {
        if (!open.containsKey(id)) {
            keep(
                    id,
                    Await.await(store.find(id).map(Optional::of).defaultIfEmpty(Optional.empty()), within())
                            .orElse(null));
        }
        apply(id, new Pending<>(offset, message, PER_MESSAGE + PER_BYTE * bytes));
    }

    /** The same of a message for many states, about one that is in memory; others are left out. */
    public void tick(String id, long offset, M message) {
        apply(id, new Pending<>(offset, message, PER_TICK));
    }

    private void apply(String id, Pending<M> pending) {
        Open<S, M> state = open.get(id);
        if (state == null || includes(state.stored, pending.offset())) {
            return;
        }
        S after = fold.apply(state.current, pending.message());
        if (after != state.current) {
            state.pending.add(pending);
            waiting += pending.memory();
            changed(id, state, after);
        }
    }

    /** Changes a state by something that is not in Kafka; lost in a conflict, and to be asked for again. */
    public void change(String id, UnaryOperator<S> how) {
        Open<S, M> state = open.get(id);
        if (state == null || state.current == null) {
            return;
        }
        S after = how.apply(state.current);
        if (after != state.current) {
            changed(id, state, after);
        }
    }

    private void changed(String id, Open<S, M> state, S after) {
        state.current = after;
        if (state.dirtySince == null) {
            state.dirtySince = clock.instant();
        }
        dirty.add(id);
        noteUrgent(id, after);
    }

    private void noteUrgent(String id, S state) {
        if (manner.urgent().test(state)) {
            urgent.add(id);
        } else {
            urgent.remove(id);
        }
    }

    private boolean includes(@Nullable Stored<S> stored, long offset) {
        return stored != null && stored.from().includes(partition.at(offset));
    }

    /** The state as it is in memory. */
    public Optional<S> get(String id) {
        Open<S, M> state = open.get(id);
        return state == null ? Optional.empty() : Optional.ofNullable(state.current);
    }

    /** Whether a state in memory is such a one. */
    public boolean has(Predicate<S> kind) {
        return open.values().stream().anyMatch(state -> state.current != null && kind.test(state.current));
    }

    /** Every state in memory; the visitor may change states. */
    public void forEach(BiConsumer<String, S> visitor) {
        for (Map.Entry<String, Open<S, M>> entry : List.copyOf(open.entrySet())) {
            S current = entry.getValue().current;
            if (current != null) {
                visitor.accept(entry.getKey(), current);
            }
        }
    }

    /** The urgent states that are stored as they are in memory. */
    public Map<String, S> durableUrgent() {
        Map<String, S> states = new LinkedHashMap<>();
        for (String id : urgent) {
            Open<S, M> state = open.get(id);
            if (state != null && !state.isDirty() && state.current != null) {
                states.put(id, state.current);
            }
        }
        return states;
    }

    /** The revision that this desk knows; 0 for none. */
    public long rev(String id) {
        Open<S, M> state = open.get(id);
        return state == null || state.stored == null ? 0 : state.stored.rev();
    }

    /** Reads a state again that somebody else has changed; what waits is done onto it. */
    public void reload(Set<String> ids) throws UnavailableException {
        if (ids.isEmpty()) {
            return;
        }
        Map<String, Stored<S>> found = new HashMap<>();
        Await.await(store.find(ids).collectList(), within()).forEach(stored -> found.put(stored.id(), stored));
        for (String id : ids) {
            Stored<S> stored = found.get(id);
            Open<S, M> before = open.get(id);
            List<Pending<M>> again = before == null ? List.of() : List.copyOf(before.pending);
            if (again.isEmpty() && (stored == null || stored.from().partition() != partition.partition())) {
                forget(id);
                continue;
            }
            keep(id, stored);
            again.forEach(pending -> apply(id, pending));
        }
    }

    /** Deletes those that are stored as they are in memory. */
    public void delete(Set<String> ids) throws UnavailableException {
        Set<String> settled = new LinkedHashSet<>(ids);
        settled.removeAll(dirty);
        if (!settled.isEmpty()) {
            Await.await(store.delete(settled).thenReturn(true), within());
            settled.forEach(this::forget);
        }
    }

    private void keep(String id, @Nullable Stored<S> stored) {
        forget(id);
        Open<S, M> state = new Open<>();
        state.stored = stored;
        open.put(id, state);
        if (stored != null) {
            state.current = stored.state();
            noteUrgent(id, stored.state());
        }
    }

    private void forget(String id) {
        Open<S, M> before = open.remove(id);
        waiting -= before == null ? 0 : before.memory();
        dirty.remove(id);
        urgent.remove(id);
    }

    /** Writes the urgent ones; returns the ids of those that somebody else had changed: they were read again. */
    public Set<String> writeUrgent() throws UnavailableException {
        return write(dirty.stream().filter(urgent::contains).toList());
    }

    /** Writes what has waited for the interval, or everything where that is too much to keep. */
    public Set<String> writeDue() throws UnavailableException {
        if (waiting > MOST_WAITING) {
            return writeAll();
        }
        Instant due = clock.instant().minus(manner.interval());
        return write(dirty.stream().filter(id -> isDue(id, due)).toList());
    }

    private boolean isDue(String id, Instant due) {
        Open<S, M> state = open.get(id);
        return state != null && state.dirtySince != null && !state.dirtySince.isAfter(due);
    }

    /** Writes everything. */
    public Set<String> writeAll() throws UnavailableException {
        return write(List.copyOf(dirty));
    }

    private Set<String> write(List<String> ids) throws UnavailableException {
        Set<String> refused = new LinkedHashSet<>();
        for (int from = 0; from < ids.size(); from += CHUNK) {
            refused.addAll(writeChunk(ids.subList(from, Math.min(ids.size(), from + CHUNK))));
        }
        reload(refused);
        return refused;
    }

    private Set<String> writeChunk(List<String> ids) throws UnavailableException {
        Map<String, Stored<S>> next = new LinkedHashMap<>();
        for (String id : ids) {
            Open<S, M> state = open.get(id);
            if (state != null && state.current != null) {
                next.put(id, next(id, state, state.current));
            }
        }
        Set<String> refused = Await.await(store.replace(List.copyOf(next.values())), within());
        next.forEach((id, stored) -> {
            Open<S, M> state = open.get(id);
            if (state != null && !refused.contains(id)) {
                state.stored = stored;
                waiting -= state.memory();
                state.pending.clear();
                state.dirtySince = null;
                dirty.remove(id);
            }
        });
        return refused;
    }

    private Stored<S> next(String id, Open<S, M> state, S current) {
        Stored<S> stored = state.stored;
        if (stored == null) {
            Origin from = state.pending.isEmpty()
                    ? Origin.NONE
                    : partition.at(state.pending.getLast().offset());
            return Stored.first(id, from, current);
        }
        return state.pending.isEmpty()
                ? stored.next(current)
                : stored.next(partition.at(state.pending.getLast().offset()), current);
    }

    /** The lowest offset that is not in its stored state yet. */
    public OptionalLong lowestPending() {
        return dirty.stream()
                .map(open::get)
                .filter(state -> state != null && !state.pending.isEmpty())
                .mapToLong(state -> state.pending.getFirst().offset())
                .min();
    }

    private Duration within() {
        return manner.timeout().multipliedBy(3);
    }
}
