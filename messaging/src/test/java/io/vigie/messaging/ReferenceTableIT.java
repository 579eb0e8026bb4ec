package io.vigie.messaging;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.vigie.proto.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.common.config.TopicConfig;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ReferenceTableIT {

    private static final Duration LONG = Duration.ofSeconds(60);

    private final String key = UUID.randomUUID().toString();
    private TestMessaging kafka;

    @BeforeEach
    void open() throws Exception {
        kafka = new TestMessaging().ready();
    }

    @AfterEach
    void close() {
        kafka.close();
    }

    @Test
    void isCompleteOnlyWhenEverythingThatWasThereHasBeenRead() throws Exception {
        for (int i = 0; i < 300; i++) {
            publish(key + i, "v" + i);
        }
        ReferenceTable<String> table = table();
        assertThat(table.isComplete()).isFalse();

        kafka.start(table);
        await().atMost(LONG).until(table::isComplete);

        for (int i = 0; i < 300; i++) {
            assertThat(table.get(key + i)).contains("v" + i);
        }
    }

    @Test
    void hasEverythingThatWasPublishedBeforeTheQuestion() throws Exception {
        ReferenceTable<String> table = kafka.start(table());
        await().atMost(LONG).until(table::isComplete);
        List<Long> micros = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            publish(key, "v" + i);
            long since = System.nanoTime();
            table.caughtUp().get(10, SECONDS);
            micros.add((System.nanoTime() - since) / 1000);
            assertThat(table.get(key)).contains("v" + i);
        }
        micros.sort(null);
        System.out.printf(
                "FIGURE caught up in %d us (median), %d us (longest of 50)%n", micros.get(25), micros.getLast());
    }

    @Test
    void answersAtOnceWhileNothingIsPublished() throws Exception {
        ReferenceTable<String> table = kafka.start(table());
        await().atMost(LONG).until(table::isComplete);
        long since = System.nanoTime();
        for (int i = 0; i < 50; i++) {
            table.caughtUp().get(10, SECONDS);
        }
        Duration took = Duration.ofNanos(System.nanoTime() - since);

        System.out.printf("FIGURE caught up in %d us (mean of 50, idle)%n", took.toNanos() / 50_000);
        // Far from what it takes where the question waits for the reader's own connection.
        assertThat(took).isLessThan(Duration.ofSeconds(5));
    }

    @Test
    void aListenerThatFailsIsToldAgainAndHoldsUpNobody() throws Exception {
        ReferenceTable<String> table = kafka.start(table());
        await().atMost(LONG).until(table::isConnected);
        AtomicBoolean failing = new AtomicBoolean(true);
        List<String> heard = new CopyOnWriteArrayList<>();
        table.onChange((changed, value) -> {
            if (changed.startsWith(key) && value.equals(Optional.of("poison")) && failing.get()) {
                throw new IllegalStateException("a fault of the listener");
            }
            if (changed.startsWith(key)) {
                heard.add(value.orElse("nothing"));
            }
        });

        publish(key, "poison");
        publish(key + "b", "fine");
        await().atMost(LONG).until(() -> heard.contains("fine"));
        await().atMost(LONG).until(() -> !table.isConnected());
        assertThat(new KafkaHealthIndicator(kafka.messaging).health().getDetails())
                .containsEntry(Topic.API_KEYS.topicName(), "not followed now");

        failing.set(false);
        await().atMost(LONG).until(table::isConnected);
        assertThat(heard).containsExactly("fine", "poison");
    }

    @Test
    void tellsOfChangesAndOfRemovals() throws Exception {
        publish(key, "before");
        ReferenceTable<String> table = kafka.start(table());
        await().atMost(LONG).until(table::isComplete);
        List<Optional<String>> heard = new CopyOnWriteArrayList<>();
        table.onChange((changed, value) -> {
            if (changed.equals(key)) {
                heard.add(value);
            }
        });

        publish(key, "after");
        kafka.publisher.publish(Topic.API_KEYS, key, null).get(10, SECONDS);
        table.caughtUp().get(10, SECONDS);

        assertThat(heard).containsExactly(Optional.of("before"), Optional.of("after"), Optional.empty());
        assertThat(table.get(key)).isEmpty();
    }

    @Test
    void leavesOutWhatItCannotReadAndWhatTheFormatCallsOlder() throws Exception {
        ReferenceTable<String> table = kafka.start(table());
        publish(key, "kept");
        publish(key, "unreadable");
        publish(key, "bug");
        publish(key, "older");

        await().atMost(LONG).until(table::isComplete);
        table.caughtUp().get(10, SECONDS);

        assertThat(table.get(key)).contains("kept");
        assertThat(kafka.meters
                        .counter("vigie.table.records.left.out", "topic", Topic.API_KEYS.topicName())
                        .count())
                .isGreaterThanOrEqualTo(2);
    }

    @Test
    void isNotCompleteAndSaysSoWhileThereIsNoBroker() {
        try (TestMessaging nowhere = new TestMessaging("127.0.0.1:1", null)) {
            ReferenceTable<String> table = nowhere.start(nowhere.messaging.follow(Topic.API_KEYS, (k, v, c) -> ""));

            assertThatThrownBy(() -> table.caughtUp().get(20, SECONDS)).hasCauseInstanceOf(UnavailableException.class);
            assertThat(table.isComplete()).isFalse();
            assertThatThrownBy(() -> nowhere.publisher
                            .publish(Topic.API_KEYS, key, new byte[0])
                            .get(1, SECONDS))
                    .hasCauseInstanceOf(UnavailableException.class);
        }
    }

    @Test
    void theTopicsAreThereAsTheCatalogueSays() throws Exception {
        try (var admin = kafka.clients.admin()) {
            var metrics = admin.describeTopics(List.of(Topic.METRICS.topicName()))
                    .allTopicNames()
                    .get(10, SECONDS);
            assertThat(metrics.values())
                    .singleElement()
                    .satisfies(topic -> assertThat(topic.partitions()).hasSize(4));
            for (Topic topic : Topic.values()) {
                assertThat(admin.listTopics().names().get(10, SECONDS))
                        .contains(topic.topicName(), topic.deadLetterTopicName());
            }
        }
        assertThat(TopicCatalogue.topics(false))
                .filteredOn(topic -> topic.name().equals(Topic.API_KEYS.topicName()))
                .singleElement()
                .satisfies(topic -> assertThat(topic.configs())
                        .containsEntry(TopicConfig.CLEANUP_POLICY_CONFIG, "compact")
                        .containsEntry(TopicConfig.FLUSH_MESSAGES_INTERVAL_CONFIG, "1")
                        .doesNotContainKey(TopicConfig.RETENTION_MS_CONFIG));
    }

    private ReferenceTable<String> table() {
        return kafka.messaging.follow(Topic.API_KEYS, (recordKey, record, current) -> {
            String text = new String(record, UTF_8);
            if (text.equals("unreadable")) {
                throw new InvalidRecordException("not readable");
            }
            if (text.equals("bug")) {
                throw new IllegalStateException("a fault of the format");
            }
            return text.equals("older") ? current : text;
        });
    }

    private void publish(String recordKey, String text) throws Exception {
        kafka.publisher.publish(Topic.API_KEYS, recordKey, text.getBytes(UTF_8)).get(10, SECONDS);
    }
}
