package io.vigie.error.intake;

import io.vigie.proto.Topic;
import io.vigie.proto.errors.v1.ErrorEvent;
import io.vigie.proto.errors.v1.Level;
import java.time.Instant;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Records as ingest publishes them. */
public final class TestErrors {

    private TestErrors() {}

    /** An error of a service. */
    public static ErrorEvent error(String service, String id, Instant receivedAt, String message) {
        return ErrorEvent.newBuilder()
                .setService(service)
                .setId(id)
                .setReceivedAt(receivedAt.toEpochMilli())
                .setLevel(Level.LEVEL_ERROR)
                .setMessage(message)
                .build();
    }

    static ConsumerRecord<String, byte[]> consumed(long offset, ErrorEvent error) {
        return new ConsumerRecord<>(Topic.ERRORS.topicName(), 0, offset, error.getService(), error.toByteArray());
    }
}
