package io.vigie.messaging;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How to reach Kafka, prefix {@code vigie.kafka}.
 *
 * @param bootstrapServers {@code host:port}, several with commas between
 * @param instanceId the stable id of this instance, which lets a restarted one keep its partitions; null: no static membership
 * @param ownCluster whether Kafka is a cluster of at least three brokers and not the embedded one
 * @param deliveryTimeout after this time a record that is not acknowledged counts as failed; 1 s to 5 min
 * @param properties further settings of every client, for example {@code security.protocol}; never printed
 */
@ConfigurationProperties("vigie.kafka")
public record KafkaSettings(
        @Nullable String bootstrapServers,
        @Nullable String instanceId,
        @DefaultValue("false") boolean ownCluster,
        @DefaultValue("20s") Duration deliveryTimeout,
        @DefaultValue Map<String, String> properties) {

    private static final Duration SHORTEST_DELIVERY = Duration.ofSeconds(1);
    private static final Duration LONGEST_DELIVERY = Duration.ofMinutes(5);

    /** Refuses what can't work, by the setting's name. */
    public KafkaSettings {
        if (bootstrapServers == null || bootstrapServers.isBlank()) {
            throw new IllegalArgumentException(
                    "vigie.kafka.bootstrap-servers: must be set, for example localhost:9092");
        }
        if (deliveryTimeout.compareTo(SHORTEST_DELIVERY) < 0 || deliveryTimeout.compareTo(LONGEST_DELIVERY) > 0) {
            throw new IllegalArgumentException(
                    "vigie.kafka.delivery-timeout: 1 s to 5 min is allowed, it is " + deliveryTimeout);
        }
        if (instanceId != null && !instanceId.matches("[A-Za-z0-9._-]{1,100}")) {
            throw new IllegalArgumentException(
                    "vigie.kafka.instance-id: 1 to 100 of A-Z, a-z, 0-9, '.', '_', '-' are allowed");
        }
        properties = Map.copyOf(properties);
    }

    /** The brokers; never null, as the constructor refuses that. */
    String brokers() {
        return String.valueOf(bootstrapServers);
    }

    /** The id under which this instance is a static member of a group. */
    Optional<String> memberOf(String group) {
        return Optional.ofNullable(instanceId).map(id -> group + "-" + id);
    }

    @Override
    public String toString() {
        return "KafkaSettings[" + bootstrapServers + ", instanceId=" + instanceId + ", ownCluster=" + ownCluster + "]";
    }
}
