package io.vigie.alert.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.ConnectionString;
import com.mongodb.reactivestreams.client.MongoClient;
import com.mongodb.reactivestreams.client.MongoClients;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vigie.alert.records.TestRecords;
import io.vigie.alert.rule.RuleTable;
import io.vigie.alert.rule.TestRules;
import io.vigie.alert.storage.MongoStates;
import io.vigie.alert.storage.StateStore;
import io.vigie.alert.storage.Stored;
import io.vigie.messaging.AssignedPartition;
import io.vigie.messaging.RecordPublisher;
import io.vigie.messaging.UnavailableException;
import io.vigie.proto.Topic;
import io.vigie.proto.alerts.v1.IncidentSignal;
import io.vigie.proto.stream.v1.SourceRecord;
import io.vigie.testkit.servers.RealMongo;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The first stage against a real store: wherever it dies, each signal is published, and never under a second number. */
class MetricsEvaluationIT {

    private static final Instant NOW = Instant.parse("2026-11-21T10:30:00Z");
    private static final long T = NOW.toEpochMilli();
    private static final Uuid TOPIC = Uuid.randomUuid();

    private final String uri = RealMongo.freshDatabase();
    private final MongoClient client = MongoClients.create(uri);
    private final MongoStates states = new MongoStates(
            client, Objects.requireNonNull(new ConnectionString(uri).getDatabase()), Duration.ofSeconds(10));
    private final StateStore<Watched> watched = states.open("evaluation_sources", Watched.class);
    private final TestRecords records = new TestRecords();
    private final RuleTable rules = TestRules.table();
    private final Bus bus = new Bus();

    /** Kafka, which can be away. */
    private static final class Bus implements RecordPublisher {
        private final List<IncidentSignal> signals = new ArrayList<>();
        private boolean away;

        @Override
        public CompletableFuture<Void> publish(
                Topic topic, String key, byte @org.jspecify.annotations.Nullable [] value) {
            if (away) {
                return CompletableFuture.failedFuture(
                        new UnavailableException("away", new IllegalStateException("away")));
            }
            try {
                signals.add(IncidentSignal.parseFrom(value));
            } catch (com.google.protobuf.InvalidProtocolBufferException e) {
                throw new AssertionError(e);
            }
            return CompletableFuture.completedFuture(null);
        }

        private List<String> texts() {
            return signals.stream()
                    .map(signal -> signal.getSource() + " " + signal.getRule() + "#" + signal.getNumber()
                            + (signal.getFiring() ? "+" : "-"))
                    .toList();
        }

        private static String full(IncidentSignal signal) {
            return signal.getRule() + " " + signal.getSeries() + "#" + signal.getNumber()
                    + (signal.getFiring() ? "+" : "-");
        }
    }

    @AfterEach
    void close() {
        client.close();
    }

    private MetricsEvaluationConsumer consumer(long position) throws UnavailableException {
        return consumer(0, position, Duration.ofMinutes(5));
    }

    private MetricsEvaluationConsumer consumer(int partition, long position, Duration interval)
            throws UnavailableException {
        return new MetricsEvaluationConsumer(
                new AssignedPartition(TOPIC, partition, position),
                new MetricsEvaluationConsumer.Parts(
                        records.reader(),
                        rules,
                        watched,
                        states.open("evaluation_clocks", PartitionClock.class),
                        states.open("evaluation_fleet", FleetCensus.class),
                        bus,
                        new EvaluationSettings("group", interval, Duration.ofSeconds(5), Duration.ofHours(1)),
                        Duration.ofSeconds(10),
                        Clock.fixed(NOW, ZoneOffset.UTC),
                        new EvaluationMeters(new SimpleMeterRegistry())));
    }

    private static void handle(MetricsEvaluationConsumer consumer, long offset, SourceRecord record) throws Exception {
        consumer.handle(TestRecords.consumed(0, offset, record));
    }

    private static SourceRecord hot(long seq) {
        return TestRecords.frame("pi", 1, seq, T + seq * 1000, TestRecords.but(0, 78.2));
    }

    private static SourceRecord well(long seq) {
        return TestRecords.frame("pi", 1, seq, T + seq * 1000, TestRecords.well());
    }

    @Test
    void whatFiresIsPublishedWithItsBatchAndStoredBefore() throws Exception {
        MetricsEvaluationConsumer consumer = consumer(0);
        handle(consumer, 0, hot(1));
        assertThat(bus.signals).isEmpty();

        consumer.flush();

        assertThat(bus.texts()).containsExactly("pi temperature-high#1+");
        assertThat(stored("pi").state().series()).anyMatch(SeriesState::fires);
        assertThat(consumer.committableOffset()).isEqualTo(1);
    }

    /** A night's records are read within seconds, long before the interval ends: kept until then they would fill the memory. */
    @Test
    void aBacklogIsStoredWhileItIsRead() throws Exception {
        MetricsEvaluationConsumer consumer = consumer(0);
        long most = 0;
        for (long seq = 1; seq <= 20_000; seq++) {
            handle(consumer, seq - 1, well(seq));
            if (seq % 500 == 0) {
                consumer.flush();
                most = Math.max(most, seq - consumer.committableOffset());
            }
        }
        System.out.println("at most " + most + " records waited to be stored");
        assertThat(most).isBetween(1_000L, 10_000L);
        assertThat(bus.signals).isEmpty();
    }

    @Test
    void aCrashBeforeTheStoreLosesNothing() throws Exception {
        handle(consumer(0), 0, hot(1));

        MetricsEvaluationConsumer next = consumer(0);
        handle(next, 0, hot(1));
        next.flush();

        assertThat(bus.texts()).containsExactly("pi temperature-high#1+");
    }

    @Test
    void aCrashBetweenStoreAndKafkaSendsTheSameSignalLater() throws Exception {
        MetricsEvaluationConsumer crashed = consumer(0);
        handle(crashed, 0, hot(1));
        bus.away = true;
        assertThatThrownBy(crashed::flush).isInstanceOf(UnavailableException.class);
        bus.away = false;

        MetricsEvaluationConsumer next = consumer(1);
        next.flush();

        assertThat(bus.texts()).containsExactly("pi temperature-high#1+");
    }

    @Test
    void aCrashAfterKafkaRepeatsTheSameNumberAtMost() throws Exception {
        MetricsEvaluationConsumer crashed = consumer(0);
        handle(crashed, 0, hot(1));
        crashed.flush();

        MetricsEvaluationConsumer next = consumer(0);
        handle(next, 0, hot(1));
        next.flush();
        handle(next, 1, hot(2));
        next.flush();

        assertThat(bus.texts()).containsOnly("pi temperature-high#1+");
    }

    @Test
    void whileKafkaIsAwayItIsTriedAgain() throws Exception {
        MetricsEvaluationConsumer consumer = consumer(0);
        handle(consumer, 0, hot(1));
        bus.away = true;
        assertThatThrownBy(consumer::flush).isInstanceOf(UnavailableException.class);
        assertThatThrownBy(consumer::flush).isInstanceOf(UnavailableException.class);
        bus.away = false;
        consumer.flush();
        consumer.flush();

        assertThat(bus.texts()).containsExactly("pi temperature-high#1+");
    }

    @Test
    void anOwnerThatWakesUpLateChangesNothing() throws Exception {
        MetricsEvaluationConsumer zombie = consumer(0);
        handle(zombie, 0, hot(1));
        MetricsEvaluationConsumer owner = consumer(0);
        handle(owner, 0, hot(1));
        handle(owner, 1, well(2));
        handle(owner, 2, well(63));
        owner.flush();

        zombie.flush();

        assertThat(bus.texts().stream().distinct()).containsExactly("pi temperature-high#1+", "pi temperature-high#2-");
        assertThat(stored("pi").state().series()).noneMatch(SeriesState::fires);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void whereverItDiesTheSignalsAreThoseOfACleanRun(long seed) throws Exception {
        Random random = new Random(seed);
        List<SourceRecord> stream = new ArrayList<>();
        for (int i = 0; i < 150; i++) {
            stream.add(
                    i % 5 == 0
                            ? TestRecords.canary(T + i * 1000L)
                            : TestRecords.frame(
                                    "pi-" + i % 3,
                                    1,
                                    i + 1,
                                    T + i * 1000L,
                                    TestRecords.but(random.nextInt(7), random.nextInt(2) * 100)));
        }
        MetricsEvaluationConsumer current = consumer(0, 0, Duration.ofMillis(100));
        for (int i = 0; i < stream.size(); i++) {
            handle(current, i, stream.get(i));
            int event = random.nextInt(12);
            bus.away = event == 0;
            if (event < 4) {
                try {
                    current.flush();
                } catch (UnavailableException e) {
                    assertThat(bus.away).isTrue();
                }
            }
            if (event == 1) {
                current.writeAll();
            }
            if (event == 0 || event == 5) {
                // Killed: what was committed is where the next one begins.
                bus.away = false;
                i = Math.toIntExact(current.committableOffset()) - 1;
                current.abandon();
                current = consumer(0, i + 1, Duration.ofMillis(100));
            }
        }
        bus.away = false;
        current.flush();
        List<String> came =
                bus.signals.stream().map(Bus::full).distinct().sorted().toList();
        Map<String, IncidentSignal> byNumber = new HashMap<>();
        for (IncidentSignal signal : bus.signals) {
            IncidentSignal before =
                    byNumber.putIfAbsent(signal.getSeries() + signal.getRule() + "#" + signal.getNumber(), signal);
            assertThat(before == null ? signal : before)
                    .as("a number means one thing")
                    .isEqualTo(signal);
        }
        assertThat(came).isEqualTo(cleanRun(stream, new SourceEvaluation()));
    }

    private List<String> cleanRun(List<SourceRecord> stream, SourceEvaluation evaluation) {
        Map<String, Watched> all = new HashMap<>();
        PartitionClock clock = PartitionClock.START;
        for (SourceRecord record : stream) {
            if (record.getSource().isEmpty()) {
                clock = clock.after(record.getReceivedAt(), 5000);
            } else {
                PartitionClock then = clock;
                all.compute(
                        record.getSource(),
                        (source, before) -> evaluation.judge(
                                before,
                                new SourceEvaluation.Message.Sign(records.read(record), then),
                                rules.current(),
                                NOW));
            }
        }
        return all.values().stream()
                .flatMap(state -> state.outbox().stream())
                .map(Signal::read)
                .map(Bus::full)
                .sorted()
                .toList();
    }

    @Test
    void silenceIsFoundByCanariesAloneAndAlsoByTheNextOwner() throws Exception {
        MetricsEvaluationConsumer first = consumer(0);
        handle(first, 0, TestRecords.canary(T));
        handle(first, 1, TestRecords.with(TestRecords.heartbeat("pi", T), "CESSON", 30_000));
        long offset = 2;
        for (int second = 5; second <= 200; second += 5) {
            handle(first, offset++, TestRecords.canary(T + second * 1000L));
        }
        first.release();
        assertThat(first.committableOffset()).isEqualTo(offset);

        MetricsEvaluationConsumer second = consumer(offset);
        handle(second, offset++, TestRecords.canary(T + 7_200_000));
        for (int after = 5; after <= 85; after += 5) {
            handle(second, offset++, TestRecords.canary(T + 7_200_000 + after * 1000L));
        }
        second.flush();
        assertThat(bus.signals).as("an outage of two hours counts ten seconds").isEmpty();
        handle(second, offset, TestRecords.canary(T + 7_200_000 + 90_000));
        second.flush();

        assertThat(bus.texts()).containsExactly("pi site-offline#1+");
    }

    @Test
    void aFleetThatFallsSilentIsSaidOnceAndBeforeItsSites() throws Exception {
        MetricsEvaluationConsumer consumer = consumer(0);
        handle(consumer, 0, TestRecords.canary(T));
        for (int i = 1; i <= 6; i++) {
            handle(consumer, i, TestRecords.with(TestRecords.heartbeat("pi-" + i, T), "CLUB", 30_000));
        }
        long offset = 7;
        for (int second = 5; second <= 310; second += 5) {
            handle(consumer, offset++, TestRecords.canary(T + second * 1000L));
            consumer.flush();
        }

        assertThat(bus.texts().getFirst()).isEqualTo("* fleet#1+");
        assertThat(bus.texts()).hasSize(7);
        assertThat(bus.signals.getFirst().getParametersMap())
                .containsEntry("silent", "6")
                .containsEntry("watched", "6");
    }

    private Stored<Watched> stored(String source) {
        return Objects.requireNonNull(watched.find(source).block(Duration.ofSeconds(30)));
    }
}
