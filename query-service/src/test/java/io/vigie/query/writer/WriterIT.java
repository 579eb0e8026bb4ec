package io.vigie.query.writer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.ConnectionString;
import com.mongodb.reactivestreams.client.MongoClient;
import com.mongodb.reactivestreams.client.MongoClients;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vigie.frames.EncodedFrame;
import io.vigie.frames.FrameCodec;
import io.vigie.frames.MalformedFrameException;
import io.vigie.messaging.AssignedPartition;
import io.vigie.messaging.InvalidRecordException;
import io.vigie.messaging.UnavailableException;
import io.vigie.proto.metrics.v1.Schema;
import io.vigie.proto.stream.v1.SourceRecord;
import io.vigie.query.records.TestRecords;
import io.vigie.query.sources.MongoSourceStore;
import io.vigie.query.sources.SourceStore;
import io.vigie.query.sources.StoredSource;
import io.vigie.query.storage.FrameStore;
import io.vigie.query.storage.HourKey;
import io.vigie.query.storage.MongoDocuments;
import io.vigie.query.storage.MongoFrameStore;
import io.vigie.query.storage.Origin;
import io.vigie.query.storage.Retention;
import io.vigie.query.storage.StoredHour;
import io.vigie.query.writer.MetricsPartitionConsumer.WriterParts;
import io.vigie.testkit.servers.RealMongo;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.util.unit.DataSize;

/** The writer against a real store: each record is in its documents once, whatever happens to its writers. */
class WriterIT {

    private static final Instant NOW = Instant.parse("2026-11-21T10:30:00Z");
    private static final long T = NOW.toEpochMilli();
    private static final Duration WITHIN = Duration.ofSeconds(30);
    private static final Schema CPU = TestRecords.schema("cpu", "memory");
    private static final Uuid TOPIC = Uuid.randomUuid();

    private final String uri = RealMongo.freshDatabase();
    private final MongoClient client = MongoClients.create(uri);
    private final FrameStore frames = new MongoFrameStore(documents("frames"));
    private final SourceStore sources = new MongoSourceStore(documents("sources"));
    private final TestRecords records = new TestRecords().know(CPU);

    private MongoDocuments documents(String collection) {
        String database = Objects.requireNonNull(new ConnectionString(uri).getDatabase());
        return new MongoDocuments(client, database, collection, Duration.ofSeconds(10));
    }

    @AfterEach
    void close() {
        client.close();
    }

    private MetricsPartitionConsumer writer(long position) {
        return writer(TOPIC, position, Duration.ofMillis(100), NOW);
    }

    private MetricsPartitionConsumer writer(Uuid topic, long position, Duration interval, Instant now) {
        return new MetricsPartitionConsumer(
                new AssignedPartition(topic, 0, position),
                new WriterParts(
                        records.reader(),
                        records,
                        frames,
                        sources,
                        new Retention(Duration.ofDays(30)),
                        new WriterSettings("group", interval, DataSize.ofMegabytes(8), Duration.ofSeconds(10)),
                        Clock.fixed(now, ZoneOffset.UTC),
                        new WriterMetrics(new SimpleMeterRegistry())));
    }

    private static void handle(MetricsPartitionConsumer writer, long offset, SourceRecord record)
            throws InvalidRecordException, UnavailableException {
        writer.handle(TestRecords.consumed(offset, record));
    }

    private static SourceRecord sample(double value, long... times) {
        return TestRecords.samples("pi", CPU, T, value, times);
    }

    @Test
    void aSampleIsInItsHourAndItsSourceKnowsIt() throws Exception {
        MetricsPartitionConsumer writer = writer(7);
        handle(writer, 7, TestRecords.with(sample(0.5, T, T + 10_000), "CESSON", 30_000));
        assertThat(writer.committableOffset()).isEqualTo(7);

        writer.release();

        assertThat(writer.committableOffset()).isEqualTo(8);
        assertThat(values("pi", T, "cpu")).isEqualTo(Map.of(T, 0.5, T + 10_000, 1.5));
        StoredSource source = source("pi");
        assertThat(source.profile().club()).contains("CESSON");
        assertThat(source.profile().lastSampleAt()).isEqualTo(T + 10_000);
        assertThat(source.from()).isEqualTo(new Origin(TOPIC.toString(), 0, 7));
        Map<String, Double> latest = new TreeMap<>();
        source.profile().latest().forEach((column, at, value) -> latest.put(column.name(), value));
        assertThat(latest).isEqualTo(Map.of("cpu", 1.5, "memory", 1.5));
    }

    @Test
    void whatComesTwiceAtNewOffsetsIsThereOnce() throws Exception {
        MetricsPartitionConsumer writer = writer(0);
        handle(writer, 0, sample(1, T));
        handle(writer, 1, sample(1, T));
        writer.release();
        handle(writer, 2, sample(1, T));
        writer.release();

        assertThat(values("pi", T, "cpu")).isEqualTo(Map.of(T, 1.0));
    }

    @Test
    void aReplayAfterACrashBeforeTheCommitChangesNothing() throws Exception {
        MetricsPartitionConsumer crashed = writer(0);
        handle(crashed, 0, sample(1, T));
        handle(crashed, 1, sample(2, T + 1_000));
        crashed.release();
        StoredHour stored = hour("pi", T);
        StoredSource source = source("pi");

        MetricsPartitionConsumer next = writer(0);
        handle(next, 0, sample(99, T));
        handle(next, 1, sample(98, T + 1_000));
        next.release();

        assertThat(hour("pi", T).rev()).isEqualTo(stored.rev());
        assertThat(hour("pi", T).frame()).isEqualTo(stored.frame());
        assertThat(source("pi").rev()).isEqualTo(source.rev());
        assertThat(next.committableOffset()).isEqualTo(2);
    }

    @Test
    void aWriterThatWakesUpAfterItsPartitionMovedChangesNothing() throws Exception {
        MetricsPartitionConsumer zombie = writer(TOPIC, 0, Duration.ofMinutes(1), NOW);
        for (int offset = 0; offset < 10; offset++) {
            handle(zombie, offset, sample(offset, T + offset * 1_000L));
        }
        MetricsPartitionConsumer owner = writer(TOPIC, 0, Duration.ofMinutes(1), NOW);
        for (int offset = 0; offset < 12; offset++) {
            handle(owner, offset, sample(offset, T + offset * 1_000L));
        }
        owner.release();
        StoredHour before = hour("pi", T);
        StoredSource sourceBefore = source("pi");

        zombie.release();

        assertThat(hour("pi", T).rev()).isEqualTo(before.rev());
        assertThat(hour("pi", T).from()).isEqualTo(new Origin(TOPIC.toString(), 0, 11));
        assertThat(hour("pi", T).frame()).isEqualTo(before.frame());
        assertThat(source("pi").rev()).isEqualTo(sourceBefore.rev());
        assertThat(values("pi", T, "cpu")).hasSize(12);
    }

    @Test
    void twoWritersInTurnLoseNothingAndWriteNothingTwice() throws Exception {
        MetricsPartitionConsumer first = writer(0);
        handle(first, 0, sample(0, T));
        first.release();
        // Both have the hour open now, as it was after the first record.
        MetricsPartitionConsumer second = writer(1);
        handle(first, 1, sample(1, T + 1_000));
        handle(second, 1, sample(1, T + 1_000));
        handle(second, 2, sample(2, T + 2_000));
        second.release();
        handle(first, 2, sample(2, T + 2_000));
        handle(first, 3, sample(3, T + 3_000));
        first.release();

        assertThat(values("pi", T, "cpu")).isEqualTo(Map.of(T, 0.0, T + 1_000, 1.0, T + 2_000, 2.0, T + 3_000, 3.0));
        assertThat(hour("pi", T).from().offset()).isEqualTo(3);
    }

    @Test
    void aTopicMadeAnewIsNotTakenForOldRecords() throws Exception {
        MetricsPartitionConsumer old = writer(0);
        handle(old, 50, sample(1, T));
        old.release();

        MetricsPartitionConsumer anew = writer(Uuid.randomUuid(), 0, Duration.ofMillis(100), NOW);
        handle(anew, 0, sample(2, T + 1_000));
        anew.release();

        assertThat(values("pi", T, "cpu")).isEqualTo(Map.of(T, 1.0, T + 1_000, 2.0));
    }

    @Test
    void lateDataReopensItsHourAndWhatIsOlderThanTheRetentionIsLeftOut() throws Exception {
        long yesterday = T - Duration.ofDays(1).toMillis();
        long tooOld = T - Duration.ofDays(31).toMillis();
        MetricsPartitionConsumer writer = writer(0);
        handle(writer, 0, sample(1, yesterday));
        handle(writer, 1, sample(2, T));
        writer.release();
        handle(writer, 2, sample(3, tooOld, yesterday + 5));
        writer.release();

        assertThat(values("pi", yesterday, "cpu")).isEqualTo(Map.of(yesterday, 1.0, yesterday + 5, 4.0));
        assertThat(frames.find(List.of(HourKey.of("pi", tooOld))).collectList().block(WITHIN))
                .isEmpty();
    }

    @Test
    void aFrameOverTheFullHourIsInBothHours() throws Exception {
        long next = HourKey.startOf(HourKey.hourOf(T) + 1);
        MetricsPartitionConsumer writer = writer(0);
        handle(writer, 0, sample(1, next - 1, next));
        writer.release();

        assertThat(values("pi", next - 1, "cpu")).isEqualTo(Map.of(next - 1, 1.0));
        assertThat(values("pi", next, "cpu")).isEqualTo(Map.of(next, 2.0));
    }

    @Test
    void beyond500ColumnsTheHourHasFurtherParts() throws Exception {
        String[] names = new String[1_200];
        for (int i = 0; i < names.length; i++) {
            names[i] = "metric." + i;
        }
        Schema wide = TestRecords.schema(names);
        records.know(wide);
        MetricsPartitionConsumer writer = writer(0);
        handle(writer, 0, TestRecords.samples("wide", wide, T, 1, T));
        writer.release();
        handle(writer, 1, TestRecords.samples("wide", wide, T, 2, T + 1_000));
        writer.release();
        MetricsPartitionConsumer replay = writer(0);
        handle(replay, 0, TestRecords.samples("wide", wide, T, 3, T));
        handle(replay, 1, TestRecords.samples("wide", wide, T, 4, T + 1_000));
        replay.release();

        HourKey first = HourKey.of("wide", T);
        assertThat(first.next().id()).isEqualTo("wide/2026-11-21T10#2");
        List<StoredHour> parts = Objects.requireNonNull(frames.find(List.of(
                        first,
                        first.next(),
                        first.next().next(),
                        first.next().next().next()))
                .collectList()
                .block(WITHIN));
        assertThat(parts).hasSize(3);
        assertThat(parts.stream().filter(StoredHour::hasNext)).hasSize(2);
        assertThat(values("wide", T, "metric.7")).isEqualTo(Map.of(T, 1.0, T + 1_000, 2.0));
        assertThat(parts.stream().mapToLong(StoredHour::rev)).containsOnly(2L);
    }

    @Test
    void aDamagedFrameIsKeptAndWhatComesGoesToTheNextPart() throws Exception {
        HourKey key = HourKey.of("pi", T);
        byte[] damaged = {1, 2, 3};
        frames.replace(List.of(new StoredHour(key, 1, new Origin("other", 0, 1), damaged, false)))
                .block(WITHIN);

        MetricsPartitionConsumer writer = writer(0);
        handle(writer, 0, sample(1, T));
        writer.release();

        assertThat(hour("pi", T).frame()).isEqualTo(damaged);
        assertThat(hour("pi", T).hasNext()).isTrue();
        assertThat(values(key.next(), "cpu")).isEqualTo(Map.of(T, 1.0));
    }

    @Test
    void memoryIsBoundedByWritingEarlier() throws Exception {
        MetricsPartitionConsumer writer = writer(TOPIC, 0, Duration.ofMinutes(10), NOW);
        long[] times = new long[2_000];
        for (int round = 0; round < 100; round++) {
            for (int i = 0; i < times.length; i++) {
                times[i] = HourKey.startOf(HourKey.hourOf(T)) + i * 500L;
            }
            handle(writer, round, TestRecords.samples("pi" + round, CPU, T, Math.PI, times));
            // After each batch, as the consumer does: nothing is due by time, room is made all the same.
            writer.flush();
        }
        assertThat(writer.committableOffset()).isPositive();
        writer.release();
        assertThat(writer.committableOffset()).isEqualTo(100);
        assertThat(values("pi99", T, "cpu")).hasSize(2_000);
    }

    @Test
    void aCanaryIsPassedByAndOnlyMovesTheOffset() throws Exception {
        MetricsPartitionConsumer writer = writer(4);
        handle(writer, 4, TestRecords.heartbeat("", T));

        assertThat(writer.committableOffset()).isEqualTo(5);
        writer.release();

        assertThat(sources.all().collectList().block(WITHIN)).isEmpty();
        assertThatThrownBy(() -> writer.handle(new ConsumerRecord<>(
                        "metrics", 0, 5, "pi", TestRecords.heartbeat("", T).toByteArray())))
                .as("only a canary has neither source nor key")
                .isInstanceOf(InvalidRecordException.class);
    }

    @Test
    void anUnknownSchemaIsADeadLetterOnceTheTopicIsRead() {
        MetricsPartitionConsumer writer = writer(0);
        Schema unknown = TestRecords.schema("never.declared");
        assertThatThrownBy(() -> handle(writer, 0, TestRecords.samples("pi", unknown, T, 1, T)))
                .isInstanceOf(InvalidRecordException.class)
                .hasMessageContaining("frame.schema_id");
        assertThat(writer.committableOffset()).isZero();
    }

    @Test
    void aStoreThatIsNotThereIsUnavailableAndNothingIsLost() throws Exception {
        MetricsPartitionConsumer writer;
        try (MongoClient nowhere =
                MongoClients.create("mongodb://127.0.0.1:1/none?serverSelectionTimeoutMS=300&connectTimeoutMS=200")) {
            FrameStore noFrames =
                    new MongoFrameStore(new MongoDocuments(nowhere, "none", "frames", Duration.ofSeconds(2)));
            SwitchedFrames switched = new SwitchedFrames(noFrames);
            writer = new MetricsPartitionConsumer(
                    new AssignedPartition(TOPIC, 0, 0),
                    new WriterParts(
                            records.reader(),
                            records,
                            switched,
                            sources,
                            new Retention(Duration.ofDays(30)),
                            new WriterSettings(
                                    "group", Duration.ofMillis(100), DataSize.ofMegabytes(8), Duration.ofSeconds(2)),
                            Clock.offset(Clock.fixed(NOW, ZoneOffset.UTC), Duration.ZERO),
                            new WriterMetrics(new SimpleMeterRegistry())));
            handle(writer, 0, sample(1, T));
            writer.release();
            assertThat(writer.committableOffset()).isZero();
            switched.use = frames;
        }
        writer.release();
        assertThat(writer.committableOffset()).isEqualTo(1);
        assertThat(values("pi", T, "cpu")).isEqualTo(Map.of(T, 1.0));
    }

    /** First one store, then another. */
    private static final class SwitchedFrames implements FrameStore {
        private FrameStore use;

        SwitchedFrames(FrameStore first) {
            use = first;
        }

        @Override
        public reactor.core.publisher.Flux<StoredHour> find(java.util.Collection<HourKey> keys) {
            return use.find(keys);
        }

        @Override
        public reactor.core.publisher.Mono<java.util.Set<HourKey>> replace(List<StoredHour> hours) {
            return use.replace(hours);
        }

        @Override
        public reactor.core.publisher.Mono<Long> delete(java.util.Collection<HourKey> firstParts) {
            return use.delete(firstParts);
        }
    }

    private StoredHour hour(String source, long time) {
        return Objects.requireNonNull(
                frames.find(List.of(HourKey.of(source, time))).blockFirst(WITHIN));
    }

    private StoredSource source(String id) {
        return Objects.requireNonNull(sources.find(List.of(id)).blockFirst(WITHIN));
    }

    private Map<Long, Double> values(String source, long time, String name) throws MalformedFrameException {
        return values(HourKey.of(source, time), name);
    }

    private Map<Long, Double> values(HourKey key, String name) throws MalformedFrameException {
        EncodedFrame frame =
                FrameCodec.open(Objects.requireNonNull(frames.find(List.of(key)).blockFirst(WITHIN))
                        .frame());
        Map<Long, Double> values = new TreeMap<>();
        List<String> seen = new ArrayList<>();
        for (int i = 0; i < frame.size(); i++) {
            seen.add(frame.column(i).name());
            if (frame.column(i).name().equals(name)) {
                frame.values(i).forEach((moment, value) -> values.put(frame.times()[moment], value));
            }
        }
        assertThat(seen).contains(name);
        return values;
    }
}
