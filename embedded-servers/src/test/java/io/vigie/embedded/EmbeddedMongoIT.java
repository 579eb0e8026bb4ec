package io.vigie.embedded;

import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Updates.set;
import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.MongoException;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Updates;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.bson.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedMongoIT {
    @TempDir
    Path directory;

    @Test
    void keepsWhatItAcknowledgedThroughKills() throws Exception {
        Map<Integer, Integer> acknowledged = new HashMap<>();
        for (int round = 1; round <= 3; round++) {
            try (var server = ChildServer.start(ChildServer.Kind.MONGO, directory);
                    var client = client(server.port())) {
                MongoCollection<Document> things = things(client);
                for (int i = 0; i < 400; i++) {
                    int id = i % 200 + round * 100;
                    things.updateOne(
                            eq(id), set("value", i), new com.mongodb.client.model.UpdateOptions().upsert(true));
                    acknowledged.put(id, i);
                }
                server.kill();
            }
        }
        try (var mongo = EmbeddedMongo.start(directory, 0);
                var client = client(mongo.port())) {
            Map<Integer, Integer> found = new HashMap<>();
            things(client).find().forEach(thing -> found.put(thing.getInteger("_id"), thing.getInteger("value")));
            assertThat(found).isEqualTo(acknowledged);
        }
    }

    @Test
    void showsNoReaderADocumentThatIsHalfChanged() throws Exception {
        try (var mongo = EmbeddedMongo.start(directory, 0);
                var client = client(mongo.port())) {
            MongoCollection<Document> things = things(client);
            things.insertOne(new Document("_id", 1).append("a", 0).append("b", 0));
            var done = new AtomicBoolean();
            List<CompletableFuture<Integer>> readers = IntStream.range(0, 3)
                    .mapToObj(reader -> CompletableFuture.supplyAsync(() -> tornReads(things, done)))
                    .toList();
            for (int i = 1; i <= 2_000; i++) {
                things.updateOne(eq(1), Updates.combine(set("a", i), set("b", i)));
            }
            done.set(true);
            assertThat(readers).allSatisfy(reader -> assertThat(reader.join()).isZero());
        }
    }

    @Test
    void opensItsStoreAgainAfterACleanCloseAndKeepsItSmall() throws Exception {
        try (var mongo = EmbeddedMongo.start(directory, 0);
                var client = client(mongo.port())) {
            MongoCollection<Document> things = things(client);
            long started = System.nanoTime();
            for (int i = 0; i < 5_000; i++) {
                things.replaceOne(
                        eq(i % 50),
                        new Document("_id", i % 50).append("text", "x".repeat(1_000)),
                        new com.mongodb.client.model.ReplaceOptions().upsert(true));
            }
            System.out.printf(
                    "5,000 replacements in %d ms, file %d KiB%n",
                    (System.nanoTime() - started) / 1_000_000, storeBytes() / 1024);
        }
        System.out.printf("after the close: %d KiB%n", storeBytes() / 1024);
        assertThat(storeBytes()).isLessThan(1024 * 1024);
        try (var again = EmbeddedMongo.start(directory, 0);
                var client = client(again.port())) {
            assertThat(things(client).countDocuments()).isEqualTo(50);
        }
    }

    @Test
    void opensAStoreThatWasNeverWritten() {
        for (int start = 0; start < 3; start++) {
            EmbeddedMongo.start(directory, 0).close();
        }
        assertThat(directory.resolve("mongo.mv")).exists();
    }

    private long storeBytes() throws java.io.IOException {
        return Files.size(directory.resolve("mongo.mv"));
    }

    private static int tornReads(MongoCollection<Document> things, AtomicBoolean done) throws MongoException {
        List<Document> torn = new ArrayList<>();
        while (!done.get()) {
            Document seen = things.find(eq(1)).first();
            if (seen == null || !seen.getInteger("a").equals(seen.getInteger("b"))) {
                torn.add(new Document("seen", seen));
            }
        }
        return torn.size();
    }

    private static MongoClient client(int port) {
        return MongoClients.create(
                "mongodb://127.0.0.1:" + port + "/?serverSelectionTimeoutMS=20000&retryWrites=false");
    }

    private static MongoCollection<Document> things(MongoClient client) {
        return client.getDatabase("test").getCollection("things");
    }
}
