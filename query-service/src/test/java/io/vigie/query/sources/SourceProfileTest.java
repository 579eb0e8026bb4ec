package io.vigie.query.sources;

import static org.assertj.core.api.Assertions.assertThat;

import io.vigie.proto.metrics.v1.Schema;
import io.vigie.proto.stream.v1.SourceRecord;
import io.vigie.query.records.TestRecords;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SourceProfileTest {

    private static final long T = Instant.parse("2026-11-21T10:00:00Z").toEpochMilli();
    private static final Schema CPU = TestRecords.schema("cpu");
    private static final Schema MORE = TestRecords.schema("cpu", "disk");

    private final TestRecords records = new TestRecords().know(CPU).know(MORE);

    private static Duration silenceUntilOffline(SourceProfile profile) {
        return Duration.between(profile.lastSeen(), profile.offlineAt());
    }

    @Test
    void aSourceWithShortHeartbeatsIsOfflineAfterTwoMinutes() {
        SourceProfile profile =
                SourceProfile.first(records.read(0, 0, TestRecords.with(TestRecords.heartbeat("a", T), "C", 30_000)));
        assertThat(silenceUntilOffline(profile)).isEqualTo(Duration.ofMinutes(2));
        assertThat(profile.status(Instant.ofEpochMilli(T + 119_999))).isEqualTo(SourceStatus.ONLINE);
        assertThat(profile.status(Instant.ofEpochMilli(T + 120_000))).isEqualTo(SourceStatus.OFFLINE);
    }

    @Test
    void aSourceWithoutHeartbeatsIsOfflineAfterTwoAndAHalfOfItsUsualIntervals() {
        SourceProfile profile = SourceProfile.first(records.read(0, 0, TestRecords.heartbeat("a", T)));
        for (int i = 1; i <= 20; i++) {
            profile = profile.with(records.read(0, i, TestRecords.heartbeat("a", T + i * 300_000L)));
        }
        assertThat(silenceUntilOffline(profile)).isEqualTo(Duration.ofSeconds(750));
    }

    @Test
    void oneLongSilenceHardlyChangesTheUsualIntervalButALastingChangeDoes() {
        SourceProfile profile = SourceProfile.first(records.read(0, 0, TestRecords.heartbeat("a", T)));
        long at = T;
        for (int i = 1; i <= 10; i++) {
            profile = profile.with(records.read(0, i, TestRecords.heartbeat("a", at += 100_000L)));
        }
        profile = profile.with(records.read(0, 11, TestRecords.heartbeat("a", at += 86_400_000L)));
        assertThat(silenceUntilOffline(profile)).isLessThan(Duration.ofMinutes(10));
        for (int i = 12; i <= 60; i++) {
            profile = profile.with(records.read(0, i, TestRecords.heartbeat("a", at += 3_600_000L)));
        }
        assertThat(silenceUntilOffline(profile)).isBetween(Duration.ofMinutes(145), Duration.ofMinutes(150));
    }

    @Test
    void partialFactsAddToWhatWasSaidAndAllOthersReplaceIt() {
        SourceRecord whole = TestRecords.with(TestRecords.heartbeat("a", T), "C", 30_000);
        SourceRecord.Builder club = TestRecords.heartbeat("a", T).toBuilder();
        club.getFactsBuilder().setPartial(true).putLabels("club", "D");
        SourceProfile profile = SourceProfile.first(records.read(0, 0, whole)).with(records.read(0, 1, club.build()));

        assertThat(profile.club()).contains("D");
        assertThat(profile.hostName()).contains("host-of-a");
        assertThat(profile.said().heartbeatInterval()).isEqualTo(Duration.ofSeconds(30));
        assertThat(profile.said().agentVersion()).isEqualTo("1.2.3");

        club.getFactsBuilder().setPartial(false);
        profile = profile.with(records.read(0, 2, club.build()));
        assertThat(profile.hostName()).isEmpty();
        assertThat(profile.said().heartbeatInterval()).isZero();
    }

    @Test
    void lastValuesAreThoseOfTheLatestMomentWhateverTheOrder() {
        SourceProfile profile = SourceProfile.first(records.read(0, 0, TestRecords.samples("a", CPU, T, 1, T)))
                .with(records.read(0, 1, TestRecords.samples("a", MORE, T, 5, T + 10)))
                .with(records.read(0, 2, TestRecords.samples("a", CPU, T, 9, T - 50)));

        Map<String, Double> latest = new LinkedHashMap<>();
        profile.latest().forEach((column, at, value) -> latest.put(column.name() + "@" + (at - T), value));
        assertThat(latest).isEqualTo(Map.of("cpu@10", 5.0, "disk@10", 5.0));
        assertThat(profile.lastSampleAt()).isEqualTo(T + 10);
    }

    @Test
    void whatASourceSaysStaysUntilItSaysAnew() {
        SourceProfile profile = SourceProfile.first(
                        records.read(0, 0, TestRecords.with(TestRecords.heartbeat("a", T), "C", 30_000)))
                .with(records.read(0, 1, TestRecords.heartbeat("a", T + 1)));
        assertThat(profile.club()).contains("C");
        assertThat(profile.hostName()).contains("host-of-a");
        assertThat(profile.firstSeen()).isEqualTo(Instant.ofEpochMilli(T));
        assertThat(profile.lastSeen()).isEqualTo(Instant.ofEpochMilli(T + 1));
    }

    @Test
    void columnsBeyondTheLimitAreForgottenLongestSilentFirst() {
        String[] names = new String[2_000];
        LatestValues latest = LatestValues.NONE;
        for (int round = 0; round < 3; round++) {
            for (int i = 0; i < names.length; i++) {
                names[i] = "m" + round + "." + i;
            }
            Schema schema = TestRecords.schema(names);
            records.know(schema);
            latest = latest.with(records.read(0, round, TestRecords.samples("a", schema, T, 1, T + round))
                    .samplesIfAny()
                    .orElseThrow());
        }
        int[] counts = new int[3];
        latest.forEach((column, at, value) -> counts[(int) (at - T)]++);
        assertThat(counts).containsExactly(0, 2_000, 2_000);
    }
}
