package io.vigie.alert.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.mongodb.ConnectionString;
import com.mongodb.reactivestreams.client.MongoClient;
import com.mongodb.reactivestreams.client.MongoClients;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vigie.alert.channel.Channel;
import io.vigie.alert.channel.ChannelDraft;
import io.vigie.alert.channel.ChannelKind;
import io.vigie.alert.channel.TestChannels;
import io.vigie.alert.notice.Notice;
import io.vigie.alert.notice.TestNotices;
import io.vigie.alert.sending.ChannelSender;
import io.vigie.alert.sending.TestReceiver;
import io.vigie.alert.sending.TestReceiver.Got;
import io.vigie.alert.sending.TestSenders;
import io.vigie.alert.storage.MongoStates;
import io.vigie.alert.storage.StateStore;
import io.vigie.testkit.servers.RealMongo;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DeliveryIT {

    private static final Duration WITHIN = Duration.ofSeconds(60);
    private static final Duration LEASE = Duration.ofSeconds(1);
    private static final Clock CLOCK = Clock.systemUTC();
    private final Instant begun = CLOCK.instant();

    private final String uri = RealMongo.freshDatabase();
    private final MongoClient client = MongoClients.create(uri);
    private final MongoStates states = new MongoStates(
            client, Objects.requireNonNull(new ConnectionString(uri).getDatabase()), Duration.ofSeconds(10));
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final ChannelSender sender = TestSenders.sender(Set.of("127.0.0.1"), Duration.ofSeconds(30), timer);
    private final List<Instance> instances = new ArrayList<>();

    @AfterEach
    void close() {
        instances.forEach(instance -> instance.job.stop());
        timer.shutdownNow();
        client.close();
    }

    /** What one process of the service has. */
    private final class Instance {
        private final StateStore<Delivery> pending = states.open("deliveries", Delivery.class);
        private final StateStore<DeliveryEntry> ended = states.open("delivery_log", DeliveryEntry.class);
        private final TestChannels.Book channels;
        private final DeliveringSink sink;
        private final DeliveriesJob job;
        private final DeliveryLog log = new DeliveryLog(pending, ended);

        Instance(String self, List<Channel> fixed, UnaryOperator<Courier> way) {
            channels = TestChannels.book(states, fixed, Set.of("127.0.0.1"), new byte[32]);
            OwnLease lease = new OwnLease(states.open("delivery_owners", Owner.class), self, LEASE, CLOCK);
            DeliveryDesk desk = new DeliveryDesk(new DeliveryDesk.Parts(
                    pending,
                    ended,
                    channels.table(),
                    channels.book(),
                    way.apply(sender::send),
                    lease,
                    new Backoff(Duration.ofMillis(20), Duration.ofMillis(200), new Random()),
                    Duration.ofHours(75),
                    states.timeout(),
                    new DeliveryMeters(new SimpleMeterRegistry(), CLOCK),
                    CLOCK));
            Lanes lanes = new Lanes(desk, 6000, CLOCK);
            sink = new DeliveringSink(channels.table(), pending, ended, lanes, lease, states.timeout(), CLOCK);
            job = new DeliveriesJob(pending, ended, lanes, lease, LEASE, CLOCK);
            job.start();
            instances.add(this);
        }

        List<DeliveryEntry> entries() {
            return Objects.requireNonNull(log.find(entry -> true, 100).block(WITHIN));
        }

        private boolean hasNothingPending() {
            return Boolean.FALSE.equals(pending.all().hasElements().block(WITHIN));
        }
    }

    private Instance instance(String self, Channel... fixed) {
        return new Instance(self, List.of(fixed), way -> way);
    }

    private static Channel fleet(String id, TestReceiver receiver) {
        return TestChannels.webhook(id, ChannelKind.FLEET_WEBHOOK, receiver.url(), true);
    }

    private Notice notice(String id) {
        return TestNotices.ofAlert(id, "alert-" + id, begun);
    }

    private void untilEnded(Instance instance, int deliveries) {
        await().atMost(WITHIN).untilAsserted(() -> {
            assertThat(instance.hasNothingPending()).isTrue();
            assertThat(instance.entries()).hasSize(deliveries);
        });
    }

    @Test
    void aNoticeReachesEachChannelOnceUnderAnIdOfItsOwn() throws Exception {
        try (TestReceiver one = TestReceiver.answering((nth, got) -> 200);
                TestReceiver two = TestReceiver.answering((nth, got) -> 204)) {
            Instance instance = instance("a", fleet("one", one), fleet("two", two));

            instance.sink.hand(notice("n"));
            untilEnded(instance, 2);
            instance.sink.hand(notice("n"));
            instance.sink.hand(notice("m"));
            untilEnded(instance, 4);

            assertThat(one.got()).extracting(Got::id).hasSize(2).doesNotHaveDuplicates();
            assertThat(one.got().getFirst().id())
                    .isEqualTo(Delivery.id(notice("n"), "one"))
                    .isNotEqualTo(two.got().getFirst().id());
            assertThat(instance.entries()).allSatisfy(entry -> {
                assertThat(entry.state()).isEqualTo(DeliveryState.DELIVERED);
                assertThat(entry.attempts()).isEqualTo(1);
                assertThat(entry.deliveredAt()).isNotNull();
                assertThat(entry.error()).isNull();
            });
            assertThat(instance.entries()).extracting(DeliveryEntry::receipt).containsOnly("HTTP 200", "HTTP 204");
        }
    }

    @Test
    void aReceiverThatFailsAndRecoversGetsTheSameIdUntilItTakesIt() throws Exception {
        try (TestReceiver receiver = TestReceiver.answering((nth, got) -> nth < 4 ? 503 : 200)) {
            Instance instance = instance("a", fleet("c", receiver));

            instance.sink.hand(notice("n"));
            untilEnded(instance, 1);

            assertThat(receiver.got()).hasSize(4).extracting(Got::id).containsOnly(Delivery.id(notice("n"), "c"));
            assertThat(instance.entries().getFirst().attempts()).isEqualTo(4);
        }
    }

    @Test
    void aSlowChannelKeepsItsOrderAndHoldsNobodyElseUp() throws Exception {
        CountDownLatch released = new CountDownLatch(1);
        try (TestReceiver slow = TestReceiver.answering((nth, got) -> {
                    released.await();
                    return 200;
                });
                TestReceiver quick = TestReceiver.answering((nth, got) -> 200)) {
            Instance instance = instance("a", fleet("slow", slow), fleet("quick", quick));

            for (String id : List.of("1", "2", "3")) {
                instance.sink.hand(notice(id));
            }
            await().atMost(WITHIN)
                    .until(() -> quick.got().size() == 3 && slow.got().size() == 1);
            released.countDown();
            untilEnded(instance, 6);

            assertThat(slow.got())
                    .extracting(Got::id)
                    .containsExactly(
                            Delivery.id(notice("1"), "slow"),
                            Delivery.id(notice("2"), "slow"),
                            Delivery.id(notice("3"), "slow"));
        }
    }

    @Test
    void killedBetweenSendingAndNotingItSendsAgainUnderTheSameId() throws Exception {
        try (TestReceiver receiver = TestReceiver.answering((nth, got) -> 200)) {
            CountDownLatch never = new CountDownLatch(1);
            Instance killed = new Instance("a", List.of(fleet("c", receiver)), way -> (channel, attempt) -> {
                way.send(channel, attempt);
                never.await();
                throw new AssertionError("nobody comes back from here");
            });
            killed.sink.hand(notice("n"));
            await().atMost(WITHIN).until(() -> receiver.got().size() == 1);
            killed.job.stop();

            Instance next = instance("a", fleet("c", receiver));
            untilEnded(next, 1);

            assertThat(receiver.got()).hasSize(2).extracting(Got::id).containsOnly(Delivery.id(notice("n"), "c"));
            next.sink.hand(notice("n"));
            assertThat(next.hasNothingPending()).isTrue();
        }
    }

    @Test
    void killedBetweenLoggingAndForgettingItIsNotSentAgain() throws Exception {
        try (TestReceiver receiver = TestReceiver.answering((nth, got) -> 200)) {
            Instance instance = instance("a", fleet("c", receiver));
            instance.sink.hand(notice("n"));
            untilEnded(instance, 1);
            instance.job.stop();
            Delivery left = new Delivery(
                    Delivery.id(notice("n"), "c"), "c", notice("n"), CLOCK.instant(), 1, 0, 0, null, "a", 0);
            instance.pending
                    .replace(io.vigie.alert.storage.Stored.first(
                            Delivery.documentId(notice("n"), left.id()), io.vigie.alert.storage.Origin.NONE, left))
                    .block(WITHIN);

            Instance next = instance("a", fleet("c", receiver));
            untilEnded(next, 1);

            assertThat(receiver.got()).hasSize(1);
        }
    }

    @Test
    void whatAnInstanceThatDiedHadInHandIsTakenOver() throws Exception {
        try (TestReceiver receiver = TestReceiver.answering((nth, got) -> 200)) {
            Instance died = new Instance("died", List.of(fleet("c", receiver)), way -> (channel, attempt) -> {
                new CountDownLatch(1).await();
                throw new AssertionError("nobody comes back from here");
            });
            died.sink.hand(notice("n"));
            died.job.stop();

            Instance other = instance("other", fleet("c", receiver));
            untilEnded(other, 1);

            assertThat(receiver.got()).extracting(Got::id).containsOnly(Delivery.id(notice("n"), "c"));
        }
    }

    @Test
    void whileAnInstanceLivesNobodyTakesWhatItHasInHand() throws Exception {
        CountDownLatch released = new CountDownLatch(1);
        try (TestReceiver receiver = TestReceiver.answering((nth, got) -> {
            released.await();
            return 200;
        })) {
            Instance busy = instance("busy", fleet("c", receiver));
            Instance other = instance("other", fleet("c", receiver));
            busy.sink.hand(notice("n"));
            busy.sink.hand(notice("m"));

            await().pollDelay(LEASE.multipliedBy(4))
                    .atMost(WITHIN)
                    .until(() -> receiver.got().size() == 1);
            released.countDown();
            untilEnded(other, 2);

            assertThat(receiver.got()).extracting(Got::id).hasSize(2).doesNotHaveDuplicates();
        }
    }

    @Test
    void whatIsRefusedHasFailedForGood() throws Exception {
        try (TestReceiver receiver = TestReceiver.answering((nth, got) -> 400)) {
            Instance instance = instance("a", fleet("c", receiver));

            instance.sink.hand(notice("n"));
            untilEnded(instance, 1);

            assertThat(receiver.got()).hasSize(1);
            assertThat(instance.entries().getFirst()).satisfies(entry -> {
                assertThat(entry.state()).isEqualTo(DeliveryState.FAILED);
                assertThat(entry.error()).isEqualTo("HTTP 400");
            });
        }
    }

    @Test
    void goneSwitchesTheChannelOffForAllInstances() throws Exception {
        try (TestReceiver receiver = TestReceiver.answering((nth, got) -> 410)) {
            Instance instance = instance("a");
            Channel made = Objects.requireNonNull(instance.channels
                            .book()
                            .create(
                                    new ChannelDraft(
                                            "hook",
                                            "webhook",
                                            null,
                                            "en",
                                            null,
                                            null,
                                            List.of(new ChannelDraft.Entry("url", receiver.url()))),
                                    "user:test")
                            .block(WITHIN))
                    .channel();
            assertThat(made.enabled()).isTrue();

            instance.sink.hand(notice("n"));
            untilEnded(instance, 1);
            instance.sink.hand(notice("m"));

            assertThat(receiver.got()).hasSize(1);
            assertThat(instance.hasNothingPending()).isTrue();
            assertThat(Objects.requireNonNull(instance("b")
                                    .channels
                                    .book()
                                    .find(made.id())
                                    .block(WITHIN))
                            .enabled())
                    .isFalse();
        }
    }

    @Test
    void whatEndedLongAgoIsForgotten() throws Exception {
        try (TestReceiver receiver = TestReceiver.answering((nth, got) -> 200)) {
            Instance instance = instance("a", fleet("c", receiver));
            instance.sink.hand(TestNotices.ofAlert("old", "a", begun.minus(Duration.ofDays(31))));
            instance.sink.hand(TestNotices.ofAlert("new", "b", begun.minus(Duration.ofDays(29))));
            untilEnded(instance, 2);
            instance.job.stop();

            Instance next = instance("a", fleet("c", receiver));
            untilEnded(next, 1);

            assertThat(next.entries().getFirst().alertId()).isEqualTo("b");
        }
    }

    @Test
    void onlyWhatAChannelWantsIsSentToIt() throws Exception {
        try (TestReceiver receiver = TestReceiver.answering((nth, got) -> 200)) {
            Channel all = fleet("c", receiver);
            Channel noEnds = new Channel(
                    all.id(),
                    all.name(),
                    all.kind(),
                    true,
                    "fr",
                    io.vigie.alert.rule.Level.CRITICAL,
                    false,
                    true,
                    Map.of(),
                    all.secrets(),
                    null);
            Instance instance = instance("a", noEnds);

            instance.sink.hand(TestNotices.resolved("end"));
            instance.sink.hand(TestNotices.of(
                    "warning",
                    Notice.Kind.FIRING,
                    io.vigie.alert.rule.Level.WARNING,
                    io.vigie.alert.rule.Texts.same("x"),
                    null));
            instance.sink.hand(notice("critical"));
            untilEnded(instance, 1);

            assertThat(receiver.got()).extracting(Got::id).containsExactly(Delivery.id(notice("critical"), "c"));
        }
    }
}
