package io.vigie.alert.incident;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.ConnectionString;
import com.mongodb.reactivestreams.client.MongoClient;
import com.mongodb.reactivestreams.client.MongoClients;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vigie.alert.incident.Alert.Subject;
import io.vigie.alert.notice.Notice;
import io.vigie.alert.notice.NoticeSink;
import io.vigie.alert.rule.TestRules;
import io.vigie.alert.storage.MongoStates;
import io.vigie.alert.storage.Origin;
import io.vigie.alert.storage.StateStore;
import io.vigie.alert.storage.Stored;
import io.vigie.kit.identity.Identity;
import io.vigie.kit.identity.Role;
import io.vigie.messaging.AssignedPartition;
import io.vigie.messaging.InvalidRecordException;
import io.vigie.messaging.RecordPublisher;
import io.vigie.messaging.UnavailableException;
import io.vigie.proto.Topic;
import io.vigie.proto.alerts.v1.AlertLevel;
import io.vigie.proto.alerts.v1.IncidentSignal;
import io.vigie.testkit.servers.RealMongo;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The second stage against a real store: wherever it dies each notice is handed over, and never under a second id. */
class IncidentConsumerIT {

    private static final Instant START = Instant.parse("2026-11-21T10:30:00Z");
    private static final Uuid TOPIC = Uuid.randomUuid();
    private static final Identity.Person ANN = new Identity.Person("ann", Role.OPERATOR, Set.of());

    private final String uri = RealMongo.freshDatabase();
    private final MongoClient client = MongoClients.create(uri);
    private final MongoStates states = new MongoStates(
            client, Objects.requireNonNull(new ConnectionString(uri).getDatabase()), Duration.ofSeconds(10));
    private final StateStore<Alert> alerts = states.open("alerts", Alert.class);
    private final StateStore<AlertView> history = states.open("alert_history", AlertView.class);
    private final StateStore<Silence> silenceStore = states.open("silences", Silence.class);
    private final AlertMachine machine = new AlertMachine(Duration.ofHours(1), Duration.ofHours(24));
    private final Outside outside = new Outside();
    private Instant now = START;
    private final SilenceTable silences = new SilenceTable(silenceStore, outside, new MovingClock());

    /** Follows {@link #now}. */
    private final class MovingClock extends Clock {
        @Override
        public java.time.ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(java.time.ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    }

    /** Kafka and the channels, which can be away. */
    private static final class Outside implements RecordPublisher, NoticeSink {
        private final List<Notice> notices = new ArrayList<>();
        private final List<String> events = new ArrayList<>();
        private boolean kafkaAway;
        private boolean channelsAway;

        @Override
        public CompletableFuture<Void> publish(
                Topic topic, String key, byte @org.jspecify.annotations.Nullable [] value) {
            if (kafkaAway) {
                return CompletableFuture.failedFuture(away());
            }
            events.add(topic + " " + key);
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public void hand(Notice notice) throws UnavailableException {
            if (channelsAway) {
                throw away();
            }
            notices.add(notice);
        }

        private static UnavailableException away() {
            return new UnavailableException("away", new IllegalStateException("away"));
        }

        private List<String> kinds() {
            return notices.stream()
                    .map(notice -> notice.kind() + " " + notice.alert().siteId() + " "
                            + notice.alert().type())
                    .toList();
        }
    }

    @AfterEach
    void close() {
        client.close();
    }

    private IncidentConsumer consumer(long position) throws UnavailableException {
        return consumer(0, position);
    }

    private IncidentConsumer consumer(int partition, long position) throws UnavailableException {
        silences.refresh().block(Duration.ofSeconds(30));
        Clock clock = new MovingClock();
        return new IncidentConsumer(
                new AssignedPartition(TOPIC, partition, position),
                new IncidentConsumer.Parts(
                        TestRules.table(),
                        alerts,
                        new OpenRevisions(alerts, Duration.ofSeconds(10), clock),
                        silences,
                        machine,
                        () -> new Dispatcher(outside, outside, history, Duration.ofSeconds(10)),
                        Duration.ofSeconds(10),
                        clock,
                        new IncidentMeters(new SimpleMeterRegistry())));
    }

    private static ConsumerRecord<String, byte[]> record(long offset, IncidentSignal signal) {
        return new ConsumerRecord<>("vigie.incident-signals", 0, offset, "CESSON", signal.toByteArray());
    }

    private static IncidentSignal signal(String site, String type, long number, boolean firing) {
        return IncidentSignal.newBuilder()
                .setRule("rule-" + type)
                .setSeries(site)
                .setNumber(number)
                .setFiring(firing)
                .setLevel(AlertLevel.ALERT_LEVEL_WARNING)
                .setSource(site)
                .setClub("CESSON")
                .setType(type)
                .setAt(START.toEpochMilli() + number)
                .build();
    }

    private static IncidentSignal fleetSignal(long number, boolean firing) {
        return signal("*", "fleet", number, firing).toBuilder()
                .setRule("fleet")
                .clearClub()
                .build();
    }

    @Test
    void aClockThatWasSetBackKeepsNobodyFromLooking() throws Exception {
        AtomicReference<Instant> now = new AtomicReference<>(START);
        InstantSource source = now::get;
        OpenRevisions open = new OpenRevisions(alerts, Duration.ofSeconds(10), source.withZone(ZoneOffset.UTC));
        OpenRevisions.Look first = open.look();
        now.set(START.plusMillis(999));
        assertThat(open.look()).isSameAs(first);
        now.set(START.minusSeconds(86_400));
        assertThat(open.look().at()).isEqualTo(now.get());
    }

    @Test
    void aNoticeIsHandedOverOnceAndNotAgainByTheNextOwnerWithinTheCooldown() throws Exception {
        IncidentConsumer first = consumer(0);
        first.handle(record(0, signal("pi", "disk", 1, true)));
        first.flush();
        first.handle(record(1, signal("pi", "disk", 2, false)));
        first.flush();
        first.handle(record(2, signal("pi", "disk", 3, true)));
        first.flush();
        first.release();
        assertThat(first.committableOffset()).isEqualTo(3);

        IncidentConsumer second = consumer(0);
        for (int offset = 0; offset < 3; offset++) {
            second.handle(record(offset, signal("pi", "disk", offset + 1, offset != 1)));
            second.flush();
        }
        assertThat(outside.kinds()).containsExactly("FIRING pi disk", "RESOLVED pi disk");

        now = now.plus(Duration.ofHours(1));
        second.flush();
        assertThat(outside.kinds()).containsExactly("FIRING pi disk", "RESOLVED pi disk", "FIRING pi disk");
    }

    @Test
    void aCrashBeforeTheChannelsTookItHandsOverTheSameNoticeLater() throws Exception {
        IncidentConsumer crashed = consumer(0);
        outside.channelsAway = true;
        crashed.handle(record(0, signal("pi", "disk", 1, true)));
        assertThatThrownBy(crashed::flush).isInstanceOf(UnavailableException.class);
        outside.channelsAway = false;

        consumer(1).flush();

        assertThat(outside.kinds()).containsExactly("FIRING pi disk");
    }

    @Test
    void aCrashAfterItHandsOverTheSameIdAtMost() throws Exception {
        IncidentConsumer crashed = consumer(0);
        outside.kafkaAway = true;
        crashed.handle(record(0, signal("pi", "disk", 1, true)));
        assertThatThrownBy(crashed::flush).isInstanceOf(UnavailableException.class);
        assertThatThrownBy(crashed::flush).isInstanceOf(UnavailableException.class);
        assertThat(outside.notices).hasSize(1);
        outside.kafkaAway = false;

        consumer(0).flush();

        assertThat(outside.notices).hasSize(2);
        assertThat(outside.notices.getFirst()).isEqualTo(outside.notices.getLast());
        assertThat(outside.events).containsExactly("ALERTS pi");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void whereverItDiesTheNoticesAreThoseOfACleanRun(long seed) throws Exception {
        Random random = new Random(seed);
        long[] numbers = new long[4];
        List<IncidentSignal> stream = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            int site = random.nextInt(4);
            numbers[site]++;
            stream.add(signal("pi-" + site, "disk", numbers[site], numbers[site] % 2 == 1));
        }
        IncidentConsumer current = consumer(0);
        for (int i = 0; i < stream.size(); i++) {
            current.handle(record(i, stream.get(i)));
            int event = random.nextInt(8);
            outside.kafkaAway = event == 0;
            outside.channelsAway = event == 1;
            boolean crashes = event < 4;
            try {
                if (event != 2) {
                    current.flush();
                }
            } catch (UnavailableException e) {
                assertThat(outside.kafkaAway || outside.channelsAway).isTrue();
            }
            outside.kafkaAway = false;
            outside.channelsAway = false;
            if (crashes) {
                i = Math.toIntExact(current.committableOffset()) - 1;
                current.abandon();
                current = consumer(i + 1);
            }
        }
        current.flush();

        Set<String> ids = new TreeSet<>();
        outside.notices.forEach(notice ->
                ids.add(notice.id() + " " + notice.kind() + " " + notice.alert().siteId()));
        assertThat(ids.stream().map(id -> id.substring(0, 22)).distinct()).hasSameSizeAs(ids);
        // The clock stands still: each of the four sites is told once that it fires, and once more that it does not.
        assertThat(ids).hasSize(8);
        assertThat(all()).hasSize(4).allSatisfy(stored -> {
            assertThat(stored.state().told().number()).isEqualTo(2);
            long last =
                    numbers[Integer.parseInt(stored.state().subject().siteId().substring(3))];
            assertThat(stored.state().episode().open()).isEqualTo(last % 2 == 1);
            assertThat(stored.state().episode().number() - START.getEpochSecond())
                    .isEqualTo((last - 1) / 2);
        });
    }

    @Test
    void whatFiresAndEndsBeforeItCouldBeToldIsToldBothTimes() throws Exception {
        IncidentConsumer consumer = consumer(0);
        consumer.handle(record(0, signal("pi", "disk", 1, true)));
        consumer.handle(record(1, signal("pi", "disk", 2, false)));
        consumer.flush();
        assertThat(outside.kinds()).containsExactly("FIRING pi disk", "RESOLVED pi disk");
        consumer.flush();
        assertThat(outside.kinds()).hasSize(2);
    }

    @Test
    void aSiteThatIsOfflineExplainsItsOtherAlerts() throws Exception {
        IncidentConsumer consumer = consumer(0);
        consumer.handle(record(0, signal("pi", "offline", 1, true)));
        consumer.handle(record(1, signal("pi", "disk", 1, true)));
        consumer.handle(record(2, signal("other", "disk", 1, true)));
        consumer.flush();
        assertThat(outside.kinds()).containsExactlyInAnyOrder("FIRING pi offline", "FIRING other disk");

        consumer.handle(record(3, signal("pi", "offline", 2, false)));
        consumer.flush();
        assertThat(outside.kinds())
                .containsExactlyInAnyOrder(
                        "FIRING pi offline", "FIRING other disk", "RESOLVED pi offline", "FIRING pi disk");
    }

    @Test
    void aFleetThatFellSilentExplainsItsSitesOnOtherPartitionsToo() throws Exception {
        IncidentConsumer fleets = consumer(0);
        fleets.handle(record(0, fleetSignal(1, true)));
        fleets.flush();
        IncidentConsumer sites = consumer(1, 1);
        sites.handle(record(1, signal("pi", "offline", 1, true)));
        sites.flush();
        assertThat(outside.kinds()).containsExactly("FIRING * fleet");

        fleets.handle(record(2, fleetSignal(2, false)));
        fleets.flush();
        now = now.plusSeconds(2);
        sites.flush();
        sites.flush();
        assertThat(outside.kinds()).containsExactly("FIRING * fleet", "RESOLVED * fleet", "FIRING pi offline");
    }

    @Test
    void aPartitionThatHadNothingToTellSinceBeforeTheFleetFellSilentKnowsIt() throws Exception {
        IncidentConsumer sites = consumer(1, 1);
        sites.flush();
        IncidentConsumer fleets = consumer(0);
        fleets.handle(record(0, fleetSignal(1, true)));
        fleets.flush();
        now = now.plusSeconds(2);
        sites.handle(record(1, signal("pi", "offline", 1, true)));
        sites.flush();
        assertThat(outside.kinds()).containsExactly("FIRING * fleet");
    }

    @Test
    void peopleAndTheOwnerChangeTheSameAlertWithoutLosingAnything() throws Exception {
        IncidentConsumer consumer = consumer(0);
        consumer.handle(record(0, signal("pi", "disk", 1, true)));
        consumer.flush();
        now = now.plusSeconds(2);
        consumer.flush();
        Alerts people = new Alerts(
                alerts,
                history,
                machine,
                new IncidentSettings("g", Duration.ofHours(1), Duration.ofHours(24), Duration.ofHours(1), "fr"),
                new MovingClock());
        String id = Objects.requireNonNull(people.open(ANN).block(Duration.ofSeconds(30)))
                .getFirst()
                .alertId();
        people.acknowledge(ANN, id, null, "on it").block(Duration.ofSeconds(30));

        // The owner does not know yet: what it would write is refused, read again and done once more.
        consumer.handle(record(
                1,
                signal("pi", "disk", 2, true).toBuilder()
                        .setLevel(AlertLevel.ALERT_LEVEL_INFO)
                        .build()));
        consumer.flush();
        now = now.plusSeconds(2);
        consumer.flush();
        consumer.flush();

        Alert alert = all().getFirst().state();
        assertThat(alert.acknowledged()).isNotNull();
        assertThat(alert.parts())
                .singleElement()
                .satisfies(part -> assertThat(part.number()).isEqualTo(2));
        assertThat(outside.events).contains("AUDIT user:ann");
        assertThat(outside.kinds()).containsExactly("FIRING pi disk");

        now = now.plus(Duration.ofHours(1));
        consumer.flush();
        assertThat(outside.kinds()).containsExactly("FIRING pi disk", "REMINDER pi disk");
    }

    @Test
    void aSilenceDefersAndItsEndIsTold() throws Exception {
        Silence silence = new Silence(
                new Silence.Selector(Set.of("pi"), Set.of(), Set.of(), Set.of()),
                START,
                START.plusSeconds(600),
                "",
                "user:ann",
                START,
                false,
                List.of());
        silenceStore.replace(Stored.first("s", Origin.NONE, silence)).block(Duration.ofSeconds(30));
        IncidentConsumer consumer = consumer(0);
        consumer.handle(record(0, signal("pi", "disk", 1, true)));
        consumer.handle(record(1, signal("other", "disk", 1, true)));
        consumer.flush();
        assertThat(outside.kinds()).containsExactly("FIRING other disk");

        now = now.plusSeconds(600);
        consumer.flush();
        assertThat(outside.kinds()).containsExactly("FIRING other disk", "FIRING pi disk");
    }

    @Test
    void anEndedEpisodeIsInTheHistoryOnce() throws Exception {
        IncidentConsumer consumer = consumer(0);
        for (int i = 0; i < 6; i++) {
            consumer.handle(record(i, signal("pi", "disk", i + 1, i % 2 == 0)));
            consumer.flush();
        }
        consumer.release();
        List<Stored<AlertView>> filed =
                Objects.requireNonNull(history.before(null, 10).collectList().block(Duration.ofSeconds(30)));
        assertThat(filed).hasSize(3);
        assertThat(filed.getFirst().state().endedAt()).isEqualTo(START.plusMillis(6));
        assertThat(filed.getFirst().state().alertId())
                .isEqualTo(Subject.key("pi", "disk", "") + "." + (START.getEpochSecond() + 2));
    }

    @Test
    void whatEndedLongAgoIsForgottenAndMayBeginAgain() throws Exception {
        IncidentConsumer consumer = consumer(0);
        consumer.handle(record(0, signal("pi", "disk", 1, true)));
        consumer.handle(record(1, signal("pi", "disk", 2, false)));
        consumer.handle(record(2, signal("other", "disk", 1, true)));
        consumer.flush();
        now = now.plusSeconds(2);
        consumer.flush();
        now = now.plus(Duration.ofDays(8));
        consumer.flush();
        assertThat(all())
                .singleElement()
                .satisfies(left -> assertThat(left.state().subject().siteId()).isEqualTo("other"));

        consumer.handle(record(3, signal("pi", "disk", 3, true)));
        consumer.flush();
        assertThat(all()).hasSize(2);
        assertThat(outside.kinds()).endsWith("FIRING pi disk");
    }

    @Test
    void whatIsNoSignalGoesToTheDeadLetters() throws Exception {
        IncidentConsumer consumer = consumer(0);
        assertThatThrownBy(() ->
                        consumer.handle(new ConsumerRecord<>("vigie.incident-signals", 0, 0, "k", new byte[] {1})))
                .isInstanceOf(InvalidRecordException.class);
        assertThatThrownBy(() -> consumer.handle(record(0, IncidentSignal.getDefaultInstance())))
                .isInstanceOf(InvalidRecordException.class);
    }

    private List<Stored<Alert>> all() {
        return Objects.requireNonNull(alerts.all().collectList().block(Duration.ofSeconds(30)));
    }
}
