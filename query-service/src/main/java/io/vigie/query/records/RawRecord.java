package io.vigie.query.records;

import io.vigie.messaging.InvalidRecordException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * A record of the topic metrics as it came.
 *
 * @param source the record's key
 * @param value not to be changed
 */
public record RawRecord(String source, int partition, long offset, byte[] value) {

    /**
     * Of Kafka's record.
     *
     * @throws InvalidRecordException where key or value is missing
     */
    public static RawRecord of(ConsumerRecord<String, byte[]> record) throws InvalidRecordException {
        @Nullable String key = record.key();
        byte @Nullable [] value = record.value();
        if (key == null || value == null) {
            throw new InvalidRecordException("key, value: must be there");
        }
        return new RawRecord(key, record.partition(), record.offset(), value);
    }
}
