package io.vigie.messaging;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeSet;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * A partition that this consumer owns: which record is handled next, what happens when that fails, and what may be committed.
 * Knows nothing of Kafka's client, so that its decisions can be tested alone. For one thread.
 */
final class OwnedPartition {

    /** How often a record is tried that a healthy store refuses. */
    static final int TRIES = 3;

    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);
    private static final Duration SLICE = Duration.ofSeconds(1);
    private static final Duration FLUSH_EVERY = Duration.ofSeconds(2);

    /** One that is due so soon is flushed with the others, so that they stay in step. */
    private static final Duration TOGETHER = Duration.ofMillis(500);

    /** Finds out where the ownership begins. */
    @FunctionalInterface
    interface Opening {
        AssignedPartition open() throws UnavailableException;
    }

    /**
     * What keeps a partition from going on.
     *
     * @param message what is not there, or why a record was refused
     */
    record Trouble(String message, Throwable cause) {}

    private final Opening opening;
    private final PartitionHandlerFactory factory;
    private final DeadLetters deadLetters;
    private final ConsumerMeters meters;
    private final LongSupplier nanoTime;

    private final Deque<ConsumerRecord<String, byte[]>> pending = new ArrayDeque<>();
    /** Offsets in the dead letters that a replay comes by again. */
    private final TreeSet<Long> buried = new TreeSet<>();

    private @Nullable PartitionHandler handler;
    private @Nullable Trouble trouble;
    private OptionalLong rewind = OptionalLong.empty();
    private long next;
    private long handledBefore;
    private long committed;
    private int refusals;
    private int flushRefusals;
    /** Up to this offset each record is written by itself, to find the one that the store refuses. */
    private long isolateBefore;

    private long replayedFrom = -1;
    private int pauses;
    private long notBefore;
    private long flushAt;
    private boolean unflushed;

    OwnedPartition(
            Opening opening,
            PartitionHandlerFactory factory,
            DeadLetters deadLetters,
            ConsumerMeters meters,
            LongSupplier nanoTime) {
        this.opening = opening;
        this.factory = factory;
        this.deadLetters = deadLetters;
        this.meters = meters;
        this.nanoTime = nanoTime;
        this.notBefore = nanoTime.getAsLong();
        this.flushAt = notBefore;
    }

    /** Takes what was fetched; it follows what was taken before. */
    void take(List<ConsumerRecord<String, byte[]>> records) {
        pending.addAll(records);
    }

    /** Whether more records may be fetched. */
    boolean wantsRecords() {
        return handler != null && pending.isEmpty() && trouble == null;
    }

    /** Handles what is due, for at most about a second, or nothing while a pause lasts. Never throws for what a handler does. */
    void work() {
        if (nanoTime.getAsLong() - notBefore < 0) {
            return;
        }
        try {
            PartitionHandler current = opened();
            if (handlePending(current) && flushIfDue(current)) {
                recovered();
            }
        } catch (UnavailableException | RuntimeException e) {
            // The latter where the handler can't even be made: like a store that is away, that holds up this partition
            // alone.
            pause(e);
        }
    }

    private PartitionHandler opened() throws UnavailableException {
        if (handler == null) {
            AssignedPartition start = opening.open();
            handler = factory.assigned(start);
            next = start.position();
            handledBefore = start.position();
            committed = start.position();
        }
        return handler;
    }

    /** Whether nothing stands in the way of going on. */
    private boolean handlePending(PartitionHandler current) throws UnavailableException {
        long until = nanoTime.getAsLong() + SLICE.toNanos();
        ConsumerRecord<String, byte[]> record = pending.peek();
        while (record != null && nanoTime.getAsLong() - until < 0) {
            if (!buried.contains(record.offset()) && !handle(current, record)) {
                return false;
            }
            pending.remove();
            next = record.offset() + 1;
            record = pending.peek();
        }
        return true;
    }

    private boolean handle(PartitionHandler current, ConsumerRecord<String, byte[]> record)
            throws UnavailableException {
        try {
            current.handle(record);
            handledBefore = record.offset() + 1;
            unflushed = true;
            refusals = 0;
            meters.handled();
        } catch (InvalidRecordException e) {
            bury(record, e);
            return true;
        } catch (RuntimeException e) {
            refusals++;
            if (refusals < TRIES) {
                pause(e);
                return false;
            }
            bury(record, e);
            return true;
        }
        return record.offset() >= isolateBefore || writeAlone(current, record);
    }

    private boolean writeAlone(PartitionHandler current, ConsumerRecord<String, byte[]> record)
            throws UnavailableException {
        try {
            current.writeAll();
            flushRefusals = 0;
            return true;
        } catch (RuntimeException e) {
            flushRefusals++;
            if (flushRefusals < TRIES) {
                pause(e);
                return false;
            }
            bury(record, e);
            replayFromCommitted(current, e);
            return false;
        }
    }

    private void bury(ConsumerRecord<String, byte[]> record, Exception cause) throws UnavailableException {
        deadLetters.publish(record, cause);
        meters.buried(cause instanceof InvalidRecordException ? "invalid" : "refused");
        refusals = 0;
        buried.add(record.offset());
    }

    private boolean flushIfDue(PartitionHandler current) throws UnavailableException {
        long now = nanoTime.getAsLong();
        if (!unflushed && now + TOGETHER.toNanos() - flushAt < 0) {
            return true;
        }
        try {
            current.flush();
        } catch (RuntimeException e) {
            flushRefusals++;
            if (flushRefusals < TRIES || !mayIsolate(current)) {
                pause(e);
            } else {
                replayedFrom = current.committableOffset();
                replayFromCommitted(current, e);
            }
            return false;
        }
        flushRefusals = 0;
        unflushed = false;
        flushAt = now + FLUSH_EVERY.toNanos();
        return true;
    }

    /** Not where nothing is in memory, nor where writing one by one from there has found no culprit: then only waiting is safe. */
    private boolean mayIsolate(PartitionHandler current) {
        long stored = current.committableOffset();
        return stored < handledBefore && stored != replayedFrom;
    }

    /** The store refuses one of several records: they are read again, and each is written alone. */
    private void replayFromCommitted(PartitionHandler current, Exception cause) {
        rewind = OptionalLong.of(current.committableOffset());
        isolateBefore = Math.max(isolateBefore, handledBefore);
        current.abandon();
        handler = null;
        pending.clear();
        unflushed = false;
        flushRefusals = 0;
        pause(cause);
    }

    private void pause(Exception cause) {
        trouble = new Trouble(String.valueOf(cause.getMessage()), cause);
        long pause = Math.min(LONGEST_PAUSE.toNanos(), FIRST_PAUSE.toNanos() << Math.min(pauses, 20));
        pauses++;
        notBefore = nanoTime.getAsLong() + pause;
        meters.retried();
    }

    private void recovered() {
        trouble = null;
        pauses = 0;
    }

    /** Where the consumer must go back to before the next {@link #work()}, once. */
    OptionalLong takeRewind() {
        OptionalLong offset = rewind;
        rewind = OptionalLong.empty();
        return offset;
    }

    /** The offset to commit, where it is beyond what was committed last. */
    OptionalLong takeCommittable() {
        long offset = committableOr(committed);
        if (offset <= committed) {
            return OptionalLong.empty();
        }
        committed = offset;
        buried.headSet(offset).clear();
        return OptionalLong.of(offset);
    }

    /**
     * What the handler says, but where it has stored all that it was given, everything up to the next record: it knows nothing
     * of the ones in the dead letters.
     */
    private long committableOr(long otherwise) {
        if (handler == null) {
            return otherwise;
        }
        long stored = handler.committableOffset();
        return stored >= handledBefore ? next : stored;
    }

    /** Nanoseconds until there is something to do again. */
    long nanosUntilDue() {
        long now = nanoTime.getAsLong();
        if (trouble != null) {
            return Math.max(0, notBefore - now);
        }
        return pending.isEmpty() ? Math.max(0, flushAt - now) : 0;
    }

    Optional<Trouble> trouble() {
        return Optional.ofNullable(trouble);
    }

    /** The partition moves away in good order; afterwards the last offset may be committed. */
    void release() {
        if (handler != null) {
            handler.release();
        }
    }

    /** The partition is lost. */
    void abandon() {
        if (handler != null) {
            handler.abandon();
        }
    }
}
