package io.vigie.query.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.vigie.proto.metrics.v1.Schema;
import io.vigie.proto.stream.v1.SourceRecord;
import io.vigie.query.records.MetricsRecord;
import io.vigie.query.records.TestRecords;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.util.unit.DataSize;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;
import reactor.test.scheduler.VirtualTimeScheduler;

class LiveUpdatesTest {

    private static final Schema CPU = TestRecords.schema("cpu");

    private final TestRecords records = new TestRecords().know(CPU);
    private final LiveTail tail = new LiveTail(records.reader(), new LiveSettings(DataSize.ofMegabytes(1), 1_000));

    private void accept(long offset, SourceRecord record) {
        tail.accept(TestRecords.raw(0, offset, record), records.read(0, offset, record));
    }

    @Test
    void aSlowReaderGetsTheNewestRecordsOfABoundedNumber() {
        LiveUpdates updates = new LiveUpdates(tail, Clock.systemUTC(), Schedulers.immediate());
        List<Long> got = new java.util.ArrayList<>();
        BaseSubscriber<MetricsRecord> slow = new BaseSubscriber<>() {
            @Override
            protected void hookOnSubscribe(org.reactivestreams.Subscription subscription) {
                subscription.request(1);
            }

            @Override
            protected void hookOnNext(MetricsRecord record) {
                got.add(record.offset());
            }
        };
        updates.samples("a").subscribe(slow);
        for (int offset = 0; offset < 10_000; offset++) {
            accept(offset, TestRecords.samples("a", CPU, 1, 1, offset));
            tail.stored(0, offset);
        }
        slow.request(Long.MAX_VALUE);

        assertThat(got).hasSizeBetween(100, 300).contains(0L, 9_999L).isSorted();
        slow.cancel();
    }

    @Test
    void statusesComeFirstOfAllThenAtChangesAndLastSeenEach10Seconds() {
        VirtualTimeScheduler time = VirtualTimeScheduler.create();
        Instant start = Instant.parse("2026-11-21T10:00:00Z");
        Clock clock = new Clock() {
            @Override
            public Instant instant() {
                return start.plusNanos(time.now(java.util.concurrent.TimeUnit.NANOSECONDS));
            }

            @Override
            public java.time.ZoneId getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(java.time.ZoneId zone) {
                return this;
            }
        };
        LiveUpdates updates = new LiveUpdates(tail, clock, time);
        accept(0, TestRecords.heartbeat("a", start.toEpochMilli()));
        accept(1, TestRecords.heartbeat("hidden", start.toEpochMilli()));

        StepVerifier.create(updates.statuses(profile -> profile.id().equals("a")))
                .then(() -> time.advanceTimeBy(Duration.ofMillis(1)))
                .expectNextMatches(change -> change.status().name().equals("ONLINE"))
                .then(() -> {
                    time.advanceTimeBy(Duration.ofSeconds(5));
                    accept(2, TestRecords.heartbeat("a", start.plusSeconds(5).toEpochMilli()));
                    time.advanceTimeBy(Duration.ofSeconds(1));
                })
                .then(() -> {
                    accept(3, TestRecords.heartbeat("a", start.plusSeconds(10).toEpochMilli()));
                    time.advanceTimeBy(Duration.ofSeconds(5));
                })
                .expectNextMatches(change -> change.lastSeen().equals(start.plusSeconds(10)))
                .then(() -> time.advanceTimeBy(Duration.ofMinutes(3)))
                .expectNextMatches(change -> change.status().name().equals("OFFLINE"))
                .thenCancel()
                .verify(Duration.ofSeconds(30));
    }
}
