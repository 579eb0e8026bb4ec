package io.vigie.messaging;

import java.util.Map;
import java.util.TreeMap;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/**
 * Health {@code kafka}: down while the topics are not there, records are not acknowledged (the last one failed less than 10 s ago), a reference table has not been read to its end or is not followed, or a consumer waits for
 * something. What a service can do in that state is for the service to say; this one is for people and for readiness.
 */
final class KafkaHealthIndicator implements HealthIndicator {

    private final Messaging messaging;

    KafkaHealthIndicator(Messaging messaging) {
        this.messaging = messaging;
    }

    @Override
    public Health health() {
        Map<String, String> waiting = new TreeMap<>();
        if (!messaging.canPublish()) {
            waiting.put("topics", "not there yet");
        }
        if (messaging.publishingFails()) {
            waiting.put("publishing", "records are not acknowledged");
        }
        for (ReferenceTable<?> table : messaging.tables()) {
            if (!table.isComplete()) {
                waiting.put(table.topic().topicName(), "not read to its end yet");
            } else if (!table.isConnected()) {
                waiting.put(table.topic().topicName(), "not followed now");
            }
        }
        for (PartitionConsumer consumer : messaging.consumers()) {
            consumer.troubles().forEach((where, message) -> waiting.put(consumer.name() + ", " + where, message));
        }
        return (waiting.isEmpty() ? Health.up() : Health.down())
                .withDetails(waiting)
                .build();
    }
}
