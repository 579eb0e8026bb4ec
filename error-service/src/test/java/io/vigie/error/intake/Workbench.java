package io.vigie.error.intake;

import com.mongodb.ConnectionString;
import com.mongodb.reactivestreams.client.MongoClient;
import com.mongodb.reactivestreams.client.MongoClients;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vigie.error.events.BodyDay;
import io.vigie.error.events.MongoMarkStore;
import io.vigie.error.events.SampleDay;
import io.vigie.error.events.StoredEvent;
import io.vigie.error.intake.ErrorsPartitionConsumer.Parts;
import io.vigie.error.issues.IssueKeeping;
import io.vigie.error.storage.Await;
import io.vigie.error.storage.MongoStore;
import io.vigie.messaging.AssignedPartition;
import io.vigie.messaging.RecordPublisher;
import io.vigie.messaging.UnavailableException;
import io.vigie.proto.Topic;
import io.vigie.proto.errors.v1.ErrorEvent;
import io.vigie.testkit.servers.RealMongo;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.Uuid;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import org.springframework.util.unit.DataSize;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The intake of one partition on a real store of its own; it can be made to crash behind any step. */
final class Workbench implements AutoCloseable {

    static final Instant NOW = Instant.parse("2026-11-21T10:30:00Z");
    static final Uuid TOPIC = Uuid.randomUuid();
    private static final Duration WITHIN = Duration.ofSeconds(30);
    private static final JsonMapper JSON = JsonMapper.shared();

    private final MongoClient client;
    final MongoStore store;
    private final IntakeSettings settings;
    private Instant now = NOW;
    final List<JsonNode> published = new ArrayList<>();
    private final List<Topic> topics = new ArrayList<>();

    /** As a killed process: nothing catches it. */
    static final class Crash extends Error {
        private static final long serialVersionUID = 1L;
    }

    Workbench(int quota) {
        this(new IntakeSettings("group", quota, DataSize.ofMegabytes(100), 1_000));
    }

    Workbench(IntakeSettings settings) {
        String uri = RealMongo.freshDatabase();
        client = MongoClients.create(uri);
        store = new MongoStore(client, Objects.requireNonNull(new ConnectionString(uri).getDatabase()), WITHIN);
        this.settings = settings;
    }

    /** An owner that crashes when it has done so many steps; a step is an answer of the store or a record that Kafka has. */
    final class Owner implements Await, RecordPublisher {
        private final Await await = ErrorsPartitionConsumer.blocking(WITHIN);
        private final ErrorsPartitionConsumer consumer;
        private int left;

        Owner(long position, int steps) {
            this(TOPIC, position, steps);
        }

        private Owner(Uuid topic, long position, int steps) {
            left = steps;
            consumer = new ErrorsPartitionConsumer(new AssignedPartition(topic, 0, position), parts(this), this);
        }

        @Override
        public <T> T await(Mono<T> operation) throws UnavailableException {
            T answer = await.await(operation);
            step();
            return answer;
        }

        @Override
        public CompletableFuture<Void> publish(Topic topic, String key, byte @Nullable [] value) {
            published.add(JSON.readTree(new String(Objects.requireNonNull(value), StandardCharsets.UTF_8)));
            topics.add(topic);
            step();
            return CompletableFuture.completedFuture(null);
        }

        private void step() {
            if (--left < 0) {
                throw new Crash();
            }
        }

        /** Takes the records in batches of this size. */
        void take(List<ErrorEvent> errors, long from, int batch) throws Exception {
            for (int i = 0; i < errors.size(); i++) {
                consumer.handle(TestErrors.consumed(from + i, errors.get(i)));
                if ((i + 1) % batch == 0) {
                    consumer.flush();
                }
            }
            consumer.flush();
        }

        ErrorsPartitionConsumer consumer() {
            return consumer;
        }
    }

    Owner owner(long position) {
        return new Owner(position, Integer.MAX_VALUE);
    }

    /** An owner of another topic, from its beginning. */
    Owner ownerOf(Uuid topic) {
        return new Owner(topic, 0, Integer.MAX_VALUE);
    }

    void now(Instant other) {
        now = other;
    }

    private Parts parts(Owner owner) {
        return new Parts(
                new MongoMarkStore(store, Clock.fixed(now, ZoneOffset.UTC)),
                store.documents(StoredEvent.class, "events"),
                store.documents(SampleDay.class, "sample_days"),
                store.documents(BodyDay.class, "body_days"),
                store.documents(GroupDay.class, "group_days"),
                IssueKeeping.Kept.in(store),
                store.documents(TemplateSet.class, "templates"),
                owner,
                error -> {},
                settings,
                new IntakeMetrics(new SimpleMeterRegistry()));
    }

    List<Document> all(String collection) {
        return Objects.requireNonNull(
                Flux.from(store.collection(collection).find()).collectList().block(WITHIN));
    }

    /** What the issues count. */
    List<Long> counts() {
        return all("issues").stream()
                .map(issue -> issue.get("totals", Document.class).getLong("count"))
                .toList();
    }

    /** All that is counted and kept, without revisions: what must not depend on how it came about. */
    Map<String, Object> state() {
        Map<String, Object> state = new LinkedHashMap<>();
        for (String hours : List.of("issue_hours", "service_hours")) {
            Map<String, Object> counts = new TreeMap<>();
            all(hours).forEach(hour -> counts.put(hour.getString("_id"), hour.get("levels")));
            state.put(hours, counts);
        }
        Map<String, Object> keys = new TreeMap<>();
        all("issue_keys")
                .forEach(key -> keys.put(key.getString("_id"), List.of(key.get("totals"), key.get("issueId"))));
        state.put("issue_keys", keys);
        Map<String, Object> issues = new TreeMap<>();
        all("issues")
                .forEach(issue -> issues.put(
                        issue.getString("_id"),
                        List.of(
                                issue.get("totals"),
                                issue.get("keys"),
                                issue.get("state"),
                                issue.get("announcements"))));
        state.put("issues", issues);
        TreeSet<String> bodies = new TreeSet<>();
        all("events").forEach(body -> bodies.add(body.getString("_id")));
        state.put("events", bodies);
        Map<String, Object> days = new TreeMap<>();
        all("sample_days").forEach(day -> days.put(day.getString("_id"), List.of(day.get("seen"), day.get("kept"))));
        state.put("sample_days", days);
        Map<String, Object> rooms = new TreeMap<>();
        all("body_days")
                .forEach(day -> rooms.put(
                        day.getString("_id"),
                        Arrays.asList(day.get("bytes"), day.get("anyUpTo"), day.get("firstUpTo"))));
        state.put("body_days", rooms);
        Map<String, Object> groups = new TreeMap<>();
        all("group_days").forEach(day -> groups.put(day.getString("_id"), day.get("groups")));
        state.put("group_days", groups);
        Map<String, Object> templates = new TreeMap<>();
        all("templates").forEach(set -> templates.put(set.getString("_id"), set.get("templates")));
        state.put("templates", templates);
        return state;
    }

    /** The ids published on a topic. */
    SortedSet<String> ids(Topic topic) {
        SortedSet<String> ids = new TreeSet<>();
        for (int i = 0; i < published.size(); i++) {
            if (topics.get(i) == topic) {
                ids.add(published.get(i).path("id").asString());
            }
        }
        return ids;
    }

    @Override
    public void close() {
        client.close();
    }
}
