package io.vigie.query.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.vigie.proto.metrics.v1.Schema;
import io.vigie.proto.stream.v1.SourceRecord;
import io.vigie.query.records.TestRecords;
import io.vigie.query.sources.SourceProfile;
import io.vigie.query.sources.StoredSource;
import io.vigie.query.storage.Origin;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.util.unit.DataSize;

class LiveTailTest {

    private static final Schema CPU = TestRecords.schema("cpu");

    private final TestRecords records = new TestRecords().know(CPU);
    private final LiveTail tail = tail(1_000);

    private LiveTail tail(int maxSources) {
        LiveTail fresh = new LiveTail(records.reader(), new LiveSettings(DataSize.ofMegabytes(1), maxSources));
        fresh.restart("topic");
        fresh.loaded(List.of());
        fresh.caughtUp();
        return fresh;
    }

    private void accept(LiveTail to, int partition, long offset, SourceRecord record) {
        to.accept(TestRecords.raw(partition, offset, record), records.read(partition, offset, record));
    }

    private static SourceRecord sample(String source, double value, long time) {
        return TestRecords.samples(source, CPU, time, value, time);
    }

    @Test
    void recordsStayUntilTheyAreStored() {
        accept(tail, 0, 5, sample("a", 1, 1_000));
        accept(tail, 0, 6, sample("b", 1, 1_000));
        accept(tail, 0, 7, sample("a", 2, 2_000));

        tail.stored(0, 7);

        assertThat(tail.snapshot("a").records()).extracting("offset").containsExactly(7L);
        assertThat(tail.snapshot("b").records()).isEmpty();
        assertThat(tail.snapshot("a").partial()).isFalse();
        assertThat(tail.profile("b")).isPresent();
        tail.stored(0, 8);
        assertThat(tail.bytes()).isZero();
    }

    @Test
    void whatIsDroppedBeforeItIsStoredMakesAnswersPartialUntilItIs() {
        byte[] filler = new byte[1_000];
        SourceRecord large = sample("a", 1, 1_000).toBuilder()
                .setFacts(io.vigie.proto.stream.v1.SourceFacts.newBuilder()
                        .putFacts("x", new String(filler, java.nio.charset.StandardCharsets.US_ASCII)))
                .build();
        accept(tail, 1, 0, sample("b", 1, 1_000));
        for (int offset = 0; offset < 1_200; offset++) {
            accept(tail, 0, offset, large);
        }

        assertThat(tail.bytes()).isLessThanOrEqualTo(DataSize.ofMegabytes(1).toBytes());
        assertThat(tail.snapshot("a").partial()).isTrue();
        assertThat(tail.snapshot("b").partial()).isFalse();
        tail.stored(0, 1_200);
        assertThat(tail.snapshot("a").partial()).isFalse();
    }

    @Test
    void untilItHasCaughtUpEveryAnswerIsPartial() {
        LiveTail fresh = new LiveTail(records.reader(), new LiveSettings(DataSize.ofMegabytes(1), 10));
        fresh.restart("topic");
        assertThat(fresh.snapshot("a").partial()).isTrue();
        fresh.caughtUp();
        assertThat(fresh.snapshot("a").partial()).isFalse();
    }

    @Test
    void storedProfilesAreBroughtUpToDateWithTheTail() {
        LiveTail fresh = new LiveTail(records.reader(), new LiveSettings(DataSize.ofMegabytes(1), 10));
        fresh.restart("topic");
        accept(fresh, 0, 3, sample("a", 3, 3_000));
        accept(fresh, 0, 4, sample("a", 4, 4_000));
        fresh.stored(0, 4);
        SourceProfile stored =
                SourceProfile.first(records.read(0, 3, TestRecords.with(sample("a", 3, 1_000), "CESSON", 30_000)));

        fresh.loaded(List.of(new StoredSource(stored, 1, new Origin("topic", 0, 3))));

        SourceProfile profile = fresh.profile("a").orElseThrow();
        assertThat(profile.club()).contains("CESSON");
        assertThat(profile.firstSeen().toEpochMilli()).isEqualTo(1_000);
        assertThat(profile.lastSampleAt()).isEqualTo(4_000);
    }

    @Test
    void beyondTheLimitNewSourcesAreLeftOut() {
        LiveTail small = tail(2);
        for (int i = 0; i < 4; i++) {
            accept(small, 0, i, sample("s" + i, 1, 1_000));
        }
        assertThat(small.size()).isEqualTo(2);
        assertThat(small.profilesAfter("s0")).extracting(SourceProfile::id).containsExactly("s1");
    }
}
