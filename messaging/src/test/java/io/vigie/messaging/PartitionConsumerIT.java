package io.vigie.messaging;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vigie.proto.Topic;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.MemberToRemove;
import org.apache.kafka.clients.admin.RemoveMembersFromConsumerGroupOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PartitionConsumerIT {

    private static final Duration LONG = Duration.ofSeconds(60);

    private final String group = "it-" + UUID.randomUUID();
    private final String key = UUID.randomUUID().toString();
    private final List<AutoCloseable> open = new CopyOnWriteArrayList<>();

    private TestMessaging sender;

    /** A member of the group with the handlers that it made. */
    private final class Member implements AutoCloseable {
        final TestMessaging kafka;
        final RecordingHandler.Store store = new RecordingHandler.Store();
        final List<RecordingHandler> handlers = new CopyOnWriteArrayList<>();
        final PartitionConsumer consumer;

        Member(@Nullable String instanceId) throws Exception {
            this(instanceId, false);
        }

        Member(@Nullable String instanceId, boolean lazy) throws Exception {
            kafka = new TestMessaging(io.vigie.testkit.servers.RealKafka.bootstrapServers(), instanceId).ready();
            consumer = kafka.messaging.consume(group, Topic.METRICS, assigned -> {
                RecordingHandler handler = new RecordingHandler(store, lazy, assigned.position());
                handlers.add(handler);
                return new OnlyOf(key, handler);
            });
            kafka.start(consumer);
            open.add(this);
        }

        long owned() {
            return handlers.stream().filter(h -> !h.released && !h.abandoned).count();
        }

        @Override
        public void close() {
            kafka.close();
        }
    }

    /** Other tests' records are on the same topic. */
    private record OnlyOf(String prefix, RecordingHandler handler) implements PartitionHandler {

        @Override
        public void handle(ConsumerRecord<String, byte[]> record) throws InvalidRecordException, UnavailableException {
            if (record.key().startsWith(prefix)) {
                handler.handle(record);
            }
        }

        @Override
        public void flush() throws UnavailableException {
            handler.flush();
        }

        @Override
        public void writeAll() throws UnavailableException {
            handler.writeAll();
        }

        @Override
        public long committableOffset() {
            return handler.committableOffset();
        }

        @Override
        public void release() {
            handler.release();
        }

        @Override
        public void abandon() {
            handler.abandon();
        }
    }

    @BeforeEach
    void openSender() throws Exception {
        sender = new TestMessaging().ready();
        open.add(sender);
    }

    @AfterEach
    void closeAll() throws Exception {
        for (AutoCloseable part : open.reversed()) {
            part.close();
        }
    }

    @Test
    void goesOnAfterWhatItHasCommitted() throws Exception {
        Member first = new Member(null);
        send("a", 10);
        await().atMost(LONG).untilAsserted(() -> assertThat(first.store.written).hasSize(10));
        first.close();
        assertThat(first.handlers).allMatch(handler -> handler.released);

        send("b", 5);
        Member second = new Member(null);

        await().atMost(LONG)
                .untilAsserted(() -> assertThat(second.store.written).hasSize(5));
        assertThat(second.store.written).allMatch(text -> text.startsWith("b"));
    }

    @Test
    void aHandlerThatFailsToReleaseCostsTheOthersNothing() throws Exception {
        Member first = new Member(null, true);
        first.store.patience = Integer.MAX_VALUE;
        send("a", 40);
        await().atMost(LONG)
                .until(() ->
                        first.handlers.stream().mapToInt(RecordingHandler::held).sum() == 40);
        first.store.failingReleases.set(1);
        first.close();

        assertThat(first.handlers).allMatch(handler -> handler.released);
        assertThat(first.handlers).filteredOn(handler -> handler.abandoned).hasSize(1);
        assertThat(first.store.written).isNotEmpty().hasSizeLessThan(40);

        Member second = new Member(null);
        await().atMost(LONG).until(() -> first.store.written.size() + second.store.written.size() >= 40);
        assertThat(second.store.written).doesNotContainAnyElementsOf(first.store.written);
    }

    @Test
    void aFaultThatNobodyExpectsIsToldAndFollowedByANewClient() throws Exception {
        Member member = new Member(null);
        await().atMost(LONG).until(() -> member.owned() == 4);
        member.store.failingCommits.set(1);

        await().atMost(LONG).until(() -> member.consumer.troubles().toString().contains("the handler has a fault"));
        await().atMost(LONG).until(() -> member.handlers.size() == 8 && member.owned() == 4);

        assertThat(member.handlers.subList(0, 4)).allMatch(handler -> handler.abandoned);
        send("a", 10);
        await().atMost(LONG)
                .untilAsserted(() -> assertThat(member.store.written).hasSize(10));
        assertThat(member.consumer.troubles()).isEmpty();
    }

    @Test
    void doesNotCommitWhileTheStoreIsDownAndLosesNothing() throws Exception {
        Member member = new Member(null);
        await().atMost(LONG).until(() -> member.owned() == 4);
        Map<TopicPartition, OffsetAndMetadata> before = committed();
        member.store.down = true;
        send("x", 20);
        await().atMost(LONG).until(() -> !member.consumer.troubles().isEmpty());

        assertThat(new KafkaHealthIndicator(member.kafka.messaging)
                        .health()
                        .getStatus()
                        .getCode())
                .isEqualTo("DOWN");
        assertThat(member.consumer.troubles().values()).containsOnly("the store is down");
        assertThat(committed()).isEqualTo(before);

        member.store.down = false;
        long since = System.nanoTime();
        await().atMost(LONG)
                .untilAsserted(() -> assertThat(member.store.written).hasSize(20));
        report("written after the store is back", since);
        await().atMost(LONG).until(() -> member.consumer.troubles().isEmpty());
        assertThat(deadLetters()).isEmpty();
    }

    @Test
    void poisonIsInTheDeadLettersWithItsCauseBeforeTheOffsetMoves() throws Exception {
        Member member = new Member(null);
        sender.publisher
                .publish(Topic.METRICS, key, "unreadable one".getBytes(UTF_8))
                .get(10, TimeUnit.SECONDS);
        sender.publisher.publish(Topic.METRICS, key, "fine".getBytes(UTF_8)).get(10, TimeUnit.SECONDS);

        await().atMost(LONG)
                .untilAsserted(() -> assertThat(member.store.written).containsExactly("fine"));

        ConsumerRecord<String, byte[]> letter = deadLetters().getFirst();
        assertThat(new String(letter.value(), UTF_8)).isEqualTo("unreadable one");
        assertThat(header(letter, "vigie-topic")).isEqualTo(Topic.METRICS.topicName());
        assertThat(header(letter, "vigie-group")).isEqualTo(group);
        assertThat(header(letter, "vigie-cause")).isEqualTo(InvalidRecordException.class.getName());
        assertThat(header(letter, "vigie-message")).isEqualTo("not readable: unreadable one");
    }

    @Test
    void aRecordForEachPartitionIsOnEachOnce() throws Exception {
        Member member = new Member(null);
        await().atMost(LONG).until(() -> member.owned() == 4);

        sender.messaging
                .publishToEachPartition(Topic.METRICS, key, "here".getBytes(UTF_8))
                .get(10, TimeUnit.SECONDS);

        await().atMost(LONG)
                .untilAsserted(() -> assertThat(member.store.written).containsExactly("here", "here", "here", "here"));
        assertThat(member.handlers).allMatch(handler -> handler.committableOffset() > 0);
    }

    @Test
    void aSecondMemberTakesOverHalfAndNothingIsHandledTwice() throws Exception {
        Member first = new Member(null);
        send("a", 40);
        await().atMost(LONG).untilAsserted(() -> assertThat(first.store.written).hasSize(40));

        Member second = new Member(null);
        await().atMost(LONG).until(() -> first.owned() == 2 && second.owned() == 2);
        send("b", 40);

        await().atMost(LONG).until(() -> first.store.written.size() + second.store.written.size() >= 80);
        Set<String> all = new HashSet<>(first.store.written);
        all.addAll(second.store.written);
        assertThat(all).hasSize(80);
        assertThat(first.store.written.size() + second.store.written.size()).isEqualTo(80);
        assertThat(first.handlers).noneMatch(handler -> handler.abandoned);
    }

    @Test
    void aRestartedStaticMemberHasItsPartitionsBackWithoutWaitingForTheSession() throws Exception {
        Member first = new Member("one");
        await().atMost(LONG).until(() -> first.owned() == 4);
        first.close();

        long since = System.nanoTime();
        Member again = new Member("one");
        await().atMost(LONG).until(() -> again.owned() == 4);
        report("a restarted static member owns its partitions again", since);
    }

    @Test
    void aMemberWhoseIdIsTakenOverAbandonsEverythingAndSaysSo() throws Exception {
        Member first = new Member("same");
        await().atMost(LONG).until(() -> first.owned() == 4);

        Member second = new Member("same");
        await().atMost(LONG).until(() -> second.owned() == 4 && first.owned() == 0);

        assertThat(first.handlers).allMatch(handler -> handler.abandoned && !handler.released);
        await().atMost(LONG).until(() -> first.consumer.troubles().toString().contains("instance-id"));
    }

    @Test
    void aMemberThatTheGroupHasLostAbandonsAndJoinsAgain() throws Exception {
        Member member = new Member("lost");
        await().atMost(LONG).until(() -> member.owned() == 4);
        try (Admin admin = sender.clients.admin()) {
            admin.removeMembersFromConsumerGroup(
                            group,
                            new RemoveMembersFromConsumerGroupOptions(List.of(new MemberToRemove(group + "-lost"))))
                    .all()
                    .get(10, TimeUnit.SECONDS);
        }

        await().atMost(LONG).until(() -> member.handlers.size() == 8 && member.owned() == 4);

        assertThat(member.handlers.subList(0, 4)).allMatch(handler -> handler.abandoned && !handler.released);
    }

    private void send(String text, int count) throws Exception {
        for (var sent : IntStream.range(0, count)
                .mapToObj(i -> sender.publisher.publish(Topic.METRICS, key + "-" + i, (text + i).getBytes(UTF_8)))
                .toList()) {
            sent.get(30, TimeUnit.SECONDS);
        }
    }

    private Map<TopicPartition, OffsetAndMetadata> committed() throws Exception {
        try (Admin admin = sender.clients.admin()) {
            return admin.listConsumerGroupOffsets(group)
                    .partitionsToOffsetAndMetadata()
                    .get(10, TimeUnit.SECONDS);
        }
    }

    private List<ConsumerRecord<String, byte[]>> deadLetters() {
        List<ConsumerRecord<String, byte[]>> letters = new CopyOnWriteArrayList<>();
        try (Consumer<String, byte[]> reader = sender.clients.reader()) {
            TopicPartition partition = new TopicPartition(Topic.METRICS.deadLetterTopicName(), 0);
            reader.assign(List.of(partition));
            reader.seekToBeginning(List.of(partition));
            long end = reader.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
            while (reader.position(partition) < end) {
                reader.poll(Duration.ofMillis(200)).forEach(record -> {
                    if (header(record, "vigie-group").equals(group)) {
                        letters.add(record);
                    }
                });
            }
        }
        return letters;
    }

    private static String header(ConsumerRecord<String, byte[]> record, String name) {
        return new String(record.headers().lastHeader(name).value(), UTF_8);
    }

    private static void report(String what, long since) {
        System.out.printf("FIGURE %s: %d ms%n", what, TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - since));
    }
}
