package io.vigie.messaging;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vigie.proto.Topic;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What happens when a client breaks; a real broker is in {@link ReferenceTableIT}. */
class ReferenceTableTest {

    private static final String TOPIC = Topic.API_KEYS.topicName();
    private static final TopicPartition PARTITION = new TopicPartition(TOPIC, 0);
    private static final Duration LONG = Duration.ofSeconds(30);

    private final BlockingQueue<MockConsumer<String, byte[]>> clients = new LinkedBlockingQueue<>();
    private final List<String> heard = new CopyOnWriteArrayList<>();
    private final ReferenceTable<String> table = new ReferenceTable<>(
            Topic.API_KEYS,
            (key, record, current) -> new String(record, UTF_8),
            this::client,
            CompletableFuture.completedFuture(null),
            new CatchUp(partitions -> CompletableFuture.completedFuture(Map.of(PARTITION, 0L))),
            new SimpleMeterRegistry().counter("left.out"));

    private Consumer<String, byte[]> client() {
        MockConsumer<String, byte[]> client = clients.poll();
        if (client == null) {
            throw new KafkaException("no broker");
        }
        return client;
    }

    /** The topic with one record for each of these keys. */
    private MockConsumer<String, byte[]> topic(String... keys) {
        MockConsumer<String, byte[]> client = new MockConsumer<>("earliest");
        client.updatePartitions(TOPIC, List.of(new PartitionInfo(TOPIC, 0, Node.noNode(), null, null)));
        client.updateBeginningOffsets(Map.of(PARTITION, 0L));
        client.updateEndOffsets(Map.of(PARTITION, (long) keys.length));
        client.schedulePollTask(() -> Arrays.stream(keys)
                .forEach(key -> client.addRecord(
                        new ConsumerRecord<>(TOPIC, 0, Arrays.asList(keys).indexOf(key), key, key.getBytes(UTF_8)))));
        clients.add(client);
        return client;
    }

    @AfterEach
    void stop() {
        table.stop();
    }

    @Test
    void whateverBreaksTheReaderItReadsAgainFromTheStart() {
        table.onChange((key, value) -> heard.add(key + "=" + value.orElse("gone")));
        MockConsumer<String, byte[]> first = topic("a", "b");
        table.start();
        await().atMost(LONG).until(table::isConnected);

        first.schedulePollTask(() -> {
            throw new IllegalStateException("a bug");
        });
        await().atMost(LONG).until(() -> !table.isConnected());
        assertThat(table.isComplete()).isTrue();
        assertThat(table.get("a")).contains("a");
        assertThat(first.closed()).isTrue();

        topic("b", "c");
        await().atMost(LONG).until(table::isConnected);
        assertThat(table.snapshot()).isEqualTo(Map.of("b", "b", "c", "c"));
        assertThat(table.get("a")).isEqualTo(Optional.empty());
        assertThat(heard).containsExactly("a=a", "b=b", "c=c", "a=gone");
    }

    @Test
    void aClientThatCanNotBeMadeIsNotTheEnd() {
        table.start();
        await().during(Duration.ofMillis(100)).atMost(LONG).until(() -> !table.isComplete());

        topic("a");

        await().atMost(LONG).until(table::isConnected);
    }
}
