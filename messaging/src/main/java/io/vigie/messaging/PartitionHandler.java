package io.vigie.messaging;

import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * What a service does with the records of one partition that it owns. All calls come from one thread, one after another.
 *
 * <p>The consumer decides by what {@link #handle} and {@link #flush} throw: {@link InvalidRecordException} sends the record to
 * the dead letters at once, {@link UnavailableException} pauses the partition and tries again for ever with backoff, and any
 * other {@link RuntimeException} means that a healthy store refused the record: three tries, then dead letters.
 */
public interface PartitionHandler {

    /** Takes the next record, in the order of offsets. May be called again with the same record after it threw. */
    void handle(ConsumerRecord<String, byte[]> record) throws InvalidRecordException, UnavailableException;

    /**
     * Called after each batch of records, and about each two seconds while there are none: time to write what is due. What the
     * handler does not keep in memory between two calls is written here too.
     */
    void flush() throws UnavailableException;

    /** Writes everything that it was given, due or not: asked for to find the one of several records that the store refuses. */
    void writeAll() throws UnavailableException;

    /**
     * The lowest offset whose record is not durably stored yet: what the consumer may commit. Never lower than before.
     */
    long committableOffset();

    /**
     * The partition moves away in good order, or the consumer stops: the last chance to write what is buffered; afterwards
     * {@link #committableOffset()} is committed and nothing more is called. After a {@link RuntimeException} the partition is
     * abandoned: its next owner reads again what is not committed.
     */
    void release();

    /** The partition is lost: somebody else may own it already. Drops everything, writes nothing. */
    void abandon();
}
