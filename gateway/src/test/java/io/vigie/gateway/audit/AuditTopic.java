package io.vigie.gateway.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.vigie.proto.Topic;
import io.vigie.testkit.events.PublishedSchemas;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.awaitility.Awaitility;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The audit trail as an integrator reads it: repetitions left out, each event checked against the schema of the topic. */
public final class AuditTopic {

    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final JsonMapper JSON = new JsonMapper();

    private final String bootstrapServers;

    public AuditTopic(String bootstrapServers) {
        this.bootstrapServers = bootstrapServers;
    }

    /** The events that somebody is after, in the order of the topic, as soon as there are so many. */
    public List<JsonNode> await(Predicate<JsonNode> which, int count) {
        List<JsonNode> found = new ArrayList<>();
        Awaitility.await(count + " events").atMost(PATIENCE).untilAsserted(() -> {
            found.clear();
            found.addAll(read(which));
            assertThat(found).hasSizeGreaterThanOrEqualTo(count);
        });
        return found;
    }

    /** What there is now. */
    public List<JsonNode> read(Predicate<JsonNode> which) {
        Set<String> ids = new HashSet<>();
        List<JsonNode> events = new ArrayList<>();
        for (ConsumerRecord<String, byte[]> record : records()) {
            JsonNode event = JSON.readTree(record.value());
            assertThat(PublishedSchemas.violations("audit", event))
                    .as(event.toString())
                    .isEmpty();
            assertThat(record.key()).isEqualTo(event.at("/data/actor").asString());
            if (which.test(event) && ids.add(event.path("id").asString())) {
                events.add(event);
            }
        }
        return events;
    }

    /** Of this thing, or with this actor. */
    public static Predicate<JsonNode> about(String name) {
        return event -> event.at("/data/id").asString().equals(name)
                || event.at("/data/actor").asString().equals(name);
    }

    public static List<String> actions(List<JsonNode> events) {
        return events.stream().map(event -> event.at("/data/action").asString()).toList();
    }

    private List<ConsumerRecord<String, byte[]>> records() {
        List<ConsumerRecord<String, byte[]>> records = new ArrayList<>();
        try (KafkaConsumer<String, byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", bootstrapServers), new StringDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(Topic.AUDIT.topicName()).stream()
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (partitions.stream().anyMatch(p -> consumer.position(p) < ends.getOrDefault(p, 0L))) {
                consumer.poll(Duration.ofMillis(200)).forEach(records::add);
            }
        }
        return records;
    }
}
