package io.vigie.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedKafkaIT {
    private static final String TOPIC = "kept";
    private static final int PARTITIONS = 4;

    @TempDir
    Path directory;

    @Test
    void keepsWhatItAcknowledgedThroughKills() throws Exception {
        Set<String> acknowledged = ConcurrentHashMap.newKeySet();
        for (int round = 0; round < 3; round++) {
            try (var server = ChildServer.start(ChildServer.Kind.KAFKA, directory)) {
                if (round == 0) {
                    createTopic(server.port());
                }
                sendUntilKilled(server, "round" + round, acknowledged, acknowledged.size() + 2_000);
            }
        }
        try (var server = ChildServer.start(ChildServer.Kind.KAFKA, directory)) {
            Set<String> read = readAll(server.port());
            System.out.printf("%d acknowledged, %d read%n", acknowledged.size(), read.size());
            assertThat(read).containsAll(acknowledged);
        }
    }

    @Test
    void goesOnAfterACleanCloseAndIsGoneInBetween() throws Exception {
        int port = FreePorts.find(1).getFirst();
        try (var kafka = EmbeddedKafka.start(directory, port)) {
            assertThat(kafka.bootstrapServers()).isEqualTo("127.0.0.1:" + port);
            createTopic(port);
            try (var producer = producer(port)) {
                producer.send(new ProducerRecord<>(TOPIC, "key", new byte[] {1}))
                        .get();
            }
            kafka.close();
            FreePorts.check("Kafka", port);
        }
        try (var again = EmbeddedKafka.start(directory, port)) {
            assertThat(readAll(again.port())).containsExactly("key");
        }
    }

    @Test
    void takesARecordOfAlmostTwoMebibytes() throws Exception {
        try (var kafka = EmbeddedKafka.start(directory, 0)) {
            createTopic(kafka.port());
            try (var producer = producer(kafka.port())) {
                producer.send(new ProducerRecord<>(TOPIC, "large", new byte[2 * 1024 * 1024 - 1024]))
                        .get();
            }
            assertThat(readAll(kafka.port())).containsExactly("large");
        }
    }

    @Test
    void refusesAPortInUseInsteadOfHaltingTheJvm() throws Exception {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(() -> EmbeddedKafka.start(directory, taken.getLocalPort()))
                    .isInstanceOf(EmbeddedServerException.class)
                    .hasMessageContaining("Kafka can't listen on port " + taken.getLocalPort());
        }
    }

    private static void sendUntilKilled(ChildServer server, String prefix, Set<String> acknowledged, int killAt)
            throws InterruptedException {
        var killed = new AtomicBoolean();
        try (var producer = producer(server.port())) {
            for (int i = 0; acknowledged.size() < killAt; i++) {
                String key = prefix + "-" + i;
                producer.send(new ProducerRecord<>(TOPIC, key, new byte[100]), (written, failure) -> {
                    // What comes after the kill is not an answer of the server any more.
                    if (failure == null) {
                        acknowledged.add(key);
                    }
                });
            }
            server.kill();
            killed.set(true);
            producer.close(Duration.ZERO);
        }
        assertThat(killed).isTrue();
    }

    private static Set<String> readAll(int port) {
        Map<String, Object> settings = Map.of(
                "bootstrap.servers", "127.0.0.1:" + port, "auto.offset.reset", "earliest", "enable.auto.commit", false);
        Set<String> keys = new HashSet<>();
        try (var consumer = new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> all = consumer.partitionsFor(TOPIC).stream()
                    .map(info -> new TopicPartition(TOPIC, info.partition()))
                    .toList();
            consumer.assign(all);
            Map<TopicPartition, Long> ends = consumer.endOffsets(all);
            while (all.stream()
                    .anyMatch(partition -> consumer.position(partition) < ends.getOrDefault(partition, 0L))) {
                for (ConsumerRecord<String, byte[]> found : consumer.poll(Duration.ofMillis(500))) {
                    keys.add(found.key());
                }
            }
        }
        return keys;
    }

    private static void createTopic(int port) throws Exception {
        try (var admin = Admin.create(Map.of("bootstrap.servers", "127.0.0.1:" + port))) {
            admin.createTopics(List.of(new NewTopic(TOPIC, PARTITIONS, (short) 1)))
                    .all()
                    .get();
        }
    }

    private static KafkaProducer<String, byte[]> producer(int port) {
        Map<String, Object> settings = Map.of(
                "bootstrap.servers",
                "127.0.0.1:" + port,
                "acks",
                "all",
                "max.request.size",
                2 * 1024 * 1024,
                "linger.ms",
                5,
                "reconnect.backoff.max.ms",
                200);
        return new KafkaProducer<>(settings, new StringSerializer(), new ByteArraySerializer());
    }
}
