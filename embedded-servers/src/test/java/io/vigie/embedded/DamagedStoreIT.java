package io.vigie.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import io.lettuce.core.RedisClient;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.bson.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is damaged is named in one line, with what to do and what is lost by it; moved away, all begins anew. */
class DamagedStoreIT {
    private static final String LOG = "00000000000000000000.log";

    @TempDir
    Path temporary;

    @Test
    void redisNamesItsDamagedFile() throws Exception {
        Path directory = temporary.resolve("redis");
        try (var redis = EmbeddedRedis.start(directory, 0);
                var client = RedisClient.create(redis.url())) {
            for (int i = 0; i < 100; i++) {
                client.connect().sync().set("key-" + i, "value");
            }
        }
        Path file = directory.resolve("appendonly.aof");
        damageMiddle(file);

        refuses(() -> EmbeddedRedis.start(directory, 0), file, "the counts of failed sign-ins in it");

        Files.delete(file);
        EmbeddedRedis.start(directory, 0).close();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void mongoNamesItsDamagedFile(boolean whole) throws Exception {
        Path directory = temporary.resolve("mongo");
        fillMongo(directory);
        Path file = directory.resolve("mongo.mv");
        byte[] content = Files.readAllBytes(file);
        int from = whole ? 0 : 2 * 4096; // H2 keeps two copies of its header at the beginning
        byte[] garbage = new byte[content.length - from];
        new Random(1).nextBytes(garbage);
        System.arraycopy(garbage, 0, content, from, garbage.length);
        Files.write(file, content);

        refuses(() -> EmbeddedMongo.start(directory, 0), file, "the history, accounts and keys in it");

        Files.delete(file);
        EmbeddedMongo.start(directory, 0).close();
    }

    @Test
    void mongoNamesAFileThatIsFoundToBeDamagedLater() throws Exception {
        Path directory = temporary.resolve("mongo");
        fillMongo(directory);
        Path file = directory.resolve("mongo.mv");
        damageBeforeEach("xxxxxxxx", file);
        var fatal = new CompletableFuture<String>();

        try (var mongo = EmbeddedMongo.start(directory, 0, fatal::complete);
                var client = MongoClients.create(mongo.uri("test"))) {
            MongoCollection<Document> things = client.getDatabase("test").getCollection("things");
            assertThatThrownBy(() -> things.find().forEach(thing -> {})).isInstanceOf(RuntimeException.class);
            assertThat(fatal.get(10, TimeUnit.SECONDS))
                    .startsWith(file + " is damaged (")
                    .hasLineCount(1);
        }
    }

    @Test
    void kafkaForgetsNoTopicsOverDamagedMetadata() throws Exception {
        Path directory = fillKafka();
        damageMiddle(directory.resolve("__cluster_metadata-0").resolve(LOG));

        refuses(() -> EmbeddedKafka.start(directory, 0), directory, "__cluster_metadata-0/" + LOG + " at byte ");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void kafkaCutsOffNoAcknowledgedRecords(boolean endedCleanly) throws Exception {
        Path directory = fillKafka();
        if (!endedCleanly) {
            Files.delete(directory.resolve(".kafka_cleanshutdown"));
        }
        damageMiddle(directory.resolve("records-0").resolve(LOG));

        refuses(() -> EmbeddedKafka.start(directory, 0), directory, "records-0/" + LOG + " at byte ");
    }

    @Test
    void kafkaTakesATornLastBatchForWhatItIs() throws Exception {
        Path directory = fillKafka();
        Files.delete(directory.resolve(".kafka_cleanshutdown"));
        Path log = directory.resolve("records-0").resolve(LOG);
        byte[] content = Files.readAllBytes(log);
        Files.write(log, Arrays.copyOf(content, content.length - 10));

        EmbeddedKafka.start(directory, 0).close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"meta.properties", "__cluster_metadata-0/quorum-state", "__cluster_metadata-0/partition.metadata"
            })
    void kafkaNamesItsFolderWhereAnotherFileIsDamaged(String file) throws Exception {
        Path directory = fillKafka();
        Files.writeString(directory.resolve(file), "damaged");

        refuses(() -> EmbeddedKafka.start(directory, 0), directory, "what was accepted but not stored yet");
    }

    private static void refuses(ThrowingCallable start, Path named, String more) {
        assertThatThrownBy(start)
                .isInstanceOf(EmbeddedServerException.class)
                .hasMessageStartingWith(named + " is damaged (")
                .hasMessageContaining("put back a copy of it, or move it away and go on without ")
                .hasMessageContaining(more)
                .satisfies(failure -> {
                    System.out.println(failure.getMessage());
                    assertThat(failure.getMessage()).hasLineCount(1);
                });
    }

    private static void damageMiddle(Path file) throws IOException {
        byte[] content = Files.readAllBytes(file);
        for (int i = 0; i < 20; i++) {
            content[content.length / 2 + i] ^= 0x55;
        }
        Files.write(file, content);
    }

    /** Damages what stands before a text, wherever it stands. */
    private static void damageBeforeEach(String text, Path file) throws IOException {
        String content = Files.readString(file, StandardCharsets.ISO_8859_1);
        Files.writeString(
                file, content.replaceAll("(?s).{40}" + text, "U".repeat(40) + text), StandardCharsets.ISO_8859_1);
    }

    private static void fillMongo(Path directory) {
        try (var mongo = EmbeddedMongo.start(directory, 0);
                var client = MongoClients.create(mongo.uri("test"))) {
            MongoCollection<Document> things = client.getDatabase("test").getCollection("things");
            for (int i = 0; i < 500; i++) {
                things.insertOne(new Document("_id", i).append("text", "x".repeat(1000)));
            }
        }
    }

    private Path fillKafka() throws Exception {
        Path directory = temporary.resolve("kafka");
        try (var kafka = EmbeddedKafka.start(directory, 0)) {
            Map<String, Object> settings = Map.of("bootstrap.servers", kafka.bootstrapServers());
            try (var admin = Admin.create(settings)) {
                admin.createTopics(List.of(new NewTopic("records", 1, (short) 1)))
                        .all()
                        .get();
            }
            try (var producer = new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer())) {
                for (int i = 0; i < 50; i++) {
                    producer.send(new ProducerRecord<>("records", "key", "value-" + i))
                            .get();
                }
            }
        }
        return directory;
    }
}
