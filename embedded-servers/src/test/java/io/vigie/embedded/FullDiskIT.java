package io.vigie.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.MongoException;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.bson.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nothing is acknowledged that a full disk did not take; with more room everything acknowledged is there. */
class FullDiskIT {
    private static final int SMALL = 16;
    private static final int LARGE = 64;
    private static final byte[] VALUE = new byte[64 * 1024];

    @TempDir
    Path temporary;

    @Test
    void mongoStopsWithOneLineAndGoesOnWithMoreRoom() throws Exception {
        try (var disk = SmallDisk.mount(temporary.resolve("disk"), SMALL)) {
            List<Integer> acknowledged = new ArrayList<>();
            try (var server = ChildServer.start(ChildServer.Kind.MONGO, disk.directory())) {
                writeUntilRefused(server.port(), acknowledged);
                assertThat(server.fatalError())
                        .startsWith("The disk of " + disk.directory() + " is full (")
                        .endsWith("make room there and start again, nothing acknowledged is lost.");
            }
            disk.grow(LARGE);
            try (var server = ChildServer.start(ChildServer.Kind.MONGO, disk.directory());
                    var client = MongoClients.create(uri(server.port()))) {
                MongoCollection<Document> things = client.getDatabase("test").getCollection("things");
                Map<Integer, Integer> stored = new HashMap<>();
                things.find().forEach(thing -> stored.merge(thing.getInteger("_id"), 1, Integer::sum));
                System.out.printf("%d acknowledged, %d stored%n", acknowledged.size(), stored.size());
                assertThat(acknowledged).hasSizeGreaterThan(20);
                assertThat(stored.keySet()).containsAll(acknowledged);
                assertThat(stored.size()).isLessThanOrEqualTo(acknowledged.size() + 1);
                things.insertOne(new Document("_id", -1));
            }
        }
    }

    @Test
    void kafkaStopsWithOneLineAndGoesOnWithMoreRoom() throws Exception {
        try (var disk = SmallDisk.mount(temporary.resolve("disk"), SMALL)) {
            Set<String> acknowledged = ConcurrentHashMap.newKeySet();
            try (var server = ChildServer.start(ChildServer.Kind.KAFKA, disk.directory())) {
                sendUntilRefused(server.port(), acknowledged);
                assertThat(server.fatalError())
                        .startsWith("The disk of " + disk.directory() + " is full (")
                        .endsWith("make room there and start again, nothing acknowledged is lost.");
            }
            disk.grow(LARGE);
            try (var server = ChildServer.start(ChildServer.Kind.KAFKA, disk.directory())) {
                List<String> stored = readAll(server.port());
                System.out.printf("%d acknowledged, %d stored%n", acknowledged.size(), stored.size());
                assertThat(acknowledged).hasSizeGreaterThan(20);
                assertThat(stored).doesNotHaveDuplicates().containsAll(acknowledged);
                try (var producer = producer(server.port())) {
                    producer.send(new ProducerRecord<>("full", "after", VALUE)).get(30, TimeUnit.SECONDS);
                }
            }
        }
    }

    private static void writeUntilRefused(int port, List<Integer> acknowledged) {
        try (var client = MongoClients.create(uri(port))) {
            MongoCollection<Document> things = client.getDatabase("test").getCollection("things");
            for (int id = 0; id < 10_000; id++) {
                things.insertOne(new Document("_id", id).append("value", VALUE));
                acknowledged.add(id);
            }
        } catch (MongoException e) {
            System.out.println("MongoDB refused: " + e.getMessage());
        }
    }

    private static void sendUntilRefused(int port, Set<String> acknowledged) throws Exception {
        try (var admin = Admin.create(Map.of("bootstrap.servers", "127.0.0.1:" + port))) {
            admin.createTopics(List.of(new NewTopic("full", 1, (short) 1)))
                    .all()
                    .get();
        }
        var producer = producer(port);
        try {
            for (int i = 0; i < 10_000; i++) {
                String key = "key-" + i;
                producer.send(new ProducerRecord<>("full", key, VALUE)).get(5, TimeUnit.SECONDS);
                acknowledged.add(key);
            }
        } catch (ExecutionException | TimeoutException e) {
            System.out.println("Kafka did not acknowledge: " + e);
        } finally {
            producer.close(Duration.ZERO);
        }
    }

    private static List<String> readAll(int port) {
        Map<String, Object> settings = Map.of("bootstrap.servers", "127.0.0.1:" + port, "enable.auto.commit", false);
        var partition = new TopicPartition("full", 0);
        List<String> keys = new ArrayList<>();
        try (var consumer = new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer())) {
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            long end = consumer.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
            while (consumer.position(partition) < end) {
                consumer.poll(Duration.ofMillis(500)).forEach(found -> keys.add(found.key()));
            }
        }
        return keys;
    }

    private static KafkaProducer<String, byte[]> producer(int port) {
        Map<String, Object> settings = Map.of(
                "bootstrap.servers", "127.0.0.1:" + port,
                "acks", "all",
                "max.block.ms", 20_000,
                "request.timeout.ms", 4_000,
                "delivery.timeout.ms", 5_000);
        return new KafkaProducer<>(settings, new StringSerializer(), new ByteArraySerializer());
    }

    private static String uri(int port) {
        return "mongodb://127.0.0.1:" + port + "/?serverSelectionTimeoutMS=20000&retryWrites=false";
    }
}
