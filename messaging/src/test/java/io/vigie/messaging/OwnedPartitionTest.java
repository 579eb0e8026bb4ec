package io.vigie.messaging;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.Test;

class OwnedPartitionTest {

    private static final Uuid TOPIC_ID = Uuid.fromString("6FFLYbFqQ5SgC6y7VtLpYg");

    private final RecordingHandler.Store store = new RecordingHandler.Store();
    private final List<RecordingHandler> handlers = new ArrayList<>();
    private final List<String> buried = new ArrayList<>();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private boolean deadLettersDown;
    private boolean factoryBroken;
    private boolean lazy;
    private long position;
    private long now;

    private final OwnedPartition partition = new OwnedPartition(
            () -> new AssignedPartition(TOPIC_ID, 0, position),
            assigned -> {
                if (store.down) {
                    throw new UnavailableException("the store is down", new IllegalStateException());
                }
                if (factoryBroken) {
                    throw new IllegalStateException("a document can't be read");
                }
                handlers.add(new RecordingHandler(store, lazy, assigned.position()));
                return handlers.getLast();
            },
            (record, cause) -> {
                if (deadLettersDown) {
                    throw new UnavailableException("Kafka is down", new IllegalStateException());
                }
                buried.add(new String(record.value(), UTF_8) + ": " + cause.getMessage());
            },
            new ConsumerMeters(meters, "group", "topic"),
            () -> now);

    @Test
    void fetchesNothingBeforeThereIsAHandler() {
        assertThat(partition.wantsRecords()).isFalse();

        partition.work();

        assertThat(partition.wantsRecords()).isTrue();
    }

    @Test
    void waitsForAHandlerAsLongAsItTakes() {
        store.down = true;
        workFor(Duration.ofMinutes(5));
        assertThat(partition.trouble())
                .hasValueSatisfying(t -> assertThat(t.message()).isEqualTo("the store is down"));

        store.down = false;
        workFor(Duration.ofSeconds(6));

        assertThat(partition.trouble()).isEmpty();
        assertThat(partition.wantsRecords()).isTrue();
    }

    @Test
    void waitsForAHandlerThatCanNotBeMade() {
        factoryBroken = true;
        workFor(Duration.ofMinutes(5));
        assertThat(partition.trouble())
                .hasValueSatisfying(t -> assertThat(t.message()).isEqualTo("a document can't be read"));

        factoryBroken = false;
        workFor(Duration.ofSeconds(6));

        assertThat(partition.trouble()).isEmpty();
    }

    @Test
    void commitsOnlyWhatTheHandlerHasStored() {
        lazy = true;
        partition.work();
        store.down = true;
        take(0, "a", "b");
        partition.work();
        assertThat(partition.takeCommittable()).isEmpty();

        store.down = false;
        workFor(Duration.ofSeconds(6));

        assertThat(partition.takeCommittable()).isEqualTo(OptionalLong.of(2));
        assertThat(partition.takeCommittable()).isEmpty();
    }

    @Test
    void pausesForEverAndBuriesNothingWhileTheStoreIsDown() {
        partition.work();
        store.down = true;
        take(0, "a", "b");

        workFor(Duration.ofHours(1));

        assertThat(partition.wantsRecords()).isFalse();
        assertThat(partition.trouble()).isPresent();
        assertThat(buried).isEmpty();

        store.down = false;
        workFor(Duration.ofSeconds(6));
        assertThat(store.written).containsExactly("a", "b");
        assertThat(partition.wantsRecords()).isTrue();
        assertThat(meters.counter("vigie.consumer.records", "group", "group", "topic", "topic")
                        .count())
                .isEqualTo(2);
    }

    @Test
    void backsOffUpToFiveSeconds() {
        partition.work();
        store.down = true;
        take(0, "a");
        partition.work();
        assertThat(partition.nanosUntilDue()).isEqualTo(Duration.ofMillis(100).toNanos());

        workFor(Duration.ofMinutes(2));

        assertThat(partition.nanosUntilDue())
                .isBetween(1L, Duration.ofSeconds(5).toNanos());
    }

    @Test
    void buriesWhatCannotBeReadAtOnceAndGoesOn() {
        partition.work();
        take(0, "unreadable", "b");

        partition.work();

        assertThat(buried).containsExactly("unreadable: not readable: unreadable");
        assertThat(store.written).containsExactly("b");
        assertThat(partition.takeCommittable()).isEqualTo(OptionalLong.of(2));
    }

    @Test
    void passesABuriedRecordThatIsTheLast() {
        partition.work();
        take(0, "unreadable");

        partition.work();

        assertThat(partition.takeCommittable()).isEqualTo(OptionalLong.of(1));
    }

    @Test
    void buriesWhatAHealthyStoreRefusesAfterThreeTries() {
        partition.work();
        store.refuses = "bad"::equals;
        take(0, "a", "bad", "c");

        partition.work();
        assertThat(buried).isEmpty();
        assertThat(partition.wantsRecords()).isFalse();
        workFor(Duration.ofSeconds(6));

        assertThat(buried).containsExactly("bad: the store refuses bad");
        assertThat(store.written).containsExactly("a", "c");
        assertThat(partition.takeCommittable()).isEqualTo(OptionalLong.of(3));
    }

    @Test
    void neverPassesARecordWhoseDeadLetterIsNotAcknowledged() {
        partition.work();
        deadLettersDown = true;
        take(0, "unreadable", "b");

        workFor(Duration.ofMinutes(10));
        assertThat(partition.takeCommittable()).isEmpty();
        assertThat(store.written).isEmpty();

        deadLettersDown = false;
        workFor(Duration.ofSeconds(6));
        assertThat(buried).hasSize(1);
        assertThat(partition.takeCommittable()).isEqualTo(OptionalLong.of(2));
    }

    @Test
    void findsTheOneOfSeveralRecordsThatTheStoreRefuses() {
        lazy = true;
        partition.work();
        store.refuses = "bad"::equals;
        List<String> log = List.of("a", "bad", "c", "d");
        take(0, log);

        replayFor(Duration.ofMinutes(1), log);

        assertThat(buried).containsExactly("bad: the store refuses bad");
        assertThat(store.written).contains("a", "c", "d").doesNotContain("bad");
        assertThat(partition.takeCommittable()).isEqualTo(OptionalLong.of(4));
        assertThat(handlers.getFirst().abandoned).isTrue();
    }

    @Test
    void findsTheRefusedRecordAlsoWhereTheHandlerWritesLater() {
        lazy = true;
        store.patience = 5;
        partition.work();
        store.refuses = "bad"::equals;
        List<String> log = List.of("a", "bad", "c");
        take(0, log);

        replayFor(Duration.ofMinutes(1), log);

        assertThat(buried).containsExactly("bad: the store refuses bad");
        assertThat(partition.takeCommittable()).isEqualTo(OptionalLong.of(3));
    }

    @Test
    void waitsWhereTheStoreRefusesWhatNoRecordIsToBlameFor() {
        partition.work();
        take(0, "a");
        partition.work();
        handlers.getFirst().memory.put(1L, "not of any record");
        store.refusesAll = true;

        replayFor(Duration.ofMinutes(5), List.of("a"));

        assertThat(partition.trouble()).isPresent();
        assertThat(partition.wantsRecords()).isFalse();
    }

    @Test
    void aLostPartitionIsAbandonedAndAMovedOneReleased() {
        partition.work();
        partition.abandon();
        assertThat(handlers.getFirst().abandoned).isTrue();
        assertThat(handlers.getFirst().released).isFalse();

        partition.release();
        assertThat(handlers.getFirst().released).isTrue();
    }

    private void take(long offset, String... texts) {
        take(offset, List.of(texts));
    }

    private void take(long offset, List<String> texts) {
        List<ConsumerRecord<String, byte[]>> records = new ArrayList<>();
        for (int i = 0; i < texts.size(); i++) {
            records.add(new ConsumerRecord<>(
                    "topic", 0, offset + i, "key", texts.get(i).getBytes(UTF_8)));
        }
        partition.take(records);
    }

    private void workFor(Duration time) {
        long until = now + time.toNanos();
        while (now < until) {
            partition.work();
            now += Duration.ofMillis(50).toNanos();
        }
    }

    /** Like the consumer's loop, which goes back where it is told to. */
    private void replayFor(Duration time, List<String> log) {
        long until = now + time.toNanos();
        boolean rewound = false;
        while (now < until) {
            partition.work();
            OptionalLong rewind = partition.takeRewind();
            if (rewind.isPresent()) {
                position = rewind.getAsLong();
                rewound = true;
            }
            if (rewound && partition.wantsRecords()) {
                take(position, log.subList((int) position, log.size()));
                rewound = false;
            }
            now += Duration.ofMillis(50).toNanos();
        }
    }
}
