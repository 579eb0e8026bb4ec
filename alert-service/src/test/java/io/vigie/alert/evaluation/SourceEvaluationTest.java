package io.vigie.alert.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import io.vigie.alert.evaluation.SourceEvaluation.Message;
import io.vigie.alert.records.TestRecords;
import io.vigie.alert.rule.Condition;
import io.vigie.alert.rule.Level;
import io.vigie.alert.rule.Rules;
import io.vigie.alert.rule.TestRules;
import io.vigie.proto.alerts.v1.AlertLevel;
import io.vigie.proto.alerts.v1.IncidentSignal;
import io.vigie.proto.stream.v1.SourceRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SourceEvaluationTest {

    private static final Instant NOW = Instant.parse("2026-11-21T10:30:00Z");
    private static final long T = NOW.toEpochMilli();

    private final TestRecords records = new TestRecords();
    private final SourceEvaluation evaluation = new SourceEvaluation();
    private Rules rules = TestRules.defaults();
    private PartitionClock clock = PartitionClock.START.after(T, 5000);
    private @Nullable Watched watched;

    private List<String> after(SourceRecord record) {
        return came(evaluation.judge(watched, new Message.Sign(records.read(record), clock), rules, NOW));
    }

    private List<String> afterSeconds(long seconds) {
        List<String> all = new ArrayList<>();
        for (long passed = 0; passed < seconds; passed += 5) {
            clock = clock.after(clock.lastCanary() + 5000, 5000);
            all.addAll(came(evaluation.judge(watched, new Message.Tick(clock), rules, NOW)));
        }
        return all;
    }

    private Watched known() {
        return Objects.requireNonNull(watched);
    }

    private List<String> came(Watched next) {
        int before = watched == null ? 0 : watched.outbox().size();
        watched = next;
        return signals(next.outbox().subList(before, next.outbox().size()));
    }

    private static List<String> signals(List<Signal> outbox) {
        return outbox.stream().map(Signal::read).map(SourceEvaluationTest::text).toList();
    }

    private static String text(IncidentSignal signal) {
        return signal.getRule() + "#" + signal.getNumber() + (signal.getFiring() ? "+ " : "- ") + signal.getType()
                + (signal.getObject().isEmpty() ? "" : "/" + signal.getObject())
                + (signal.getValue().isEmpty() ? "" : " " + signal.getValue());
    }

    private static SourceRecord sample(long seq, double... values) {
        return TestRecords.frame("pi", 1, seq, T + seq * 60_000, values);
    }

    @Test
    void partialFactsTakeNothingBack() {
        SourceRecord.Builder heartbeat =
                sample(1, TestRecords.but(0, 20)).toBuilder().clearFrame();
        after(TestRecords.with(heartbeat.build(), "CESSON", 30_000));
        heartbeat.getFactsBuilder().setPartial(true).putFacts("host.name", "pi");
        after(heartbeat.build());
        assertThat(known().club()).isEqualTo("CESSON");
        assertThat(known().life().heartbeatMs()).isEqualTo(30_000);

        heartbeat.getFactsBuilder().setPartial(false);
        after(heartbeat.build());
        assertThat(known().club()).isEmpty();
        assertThat(known().life().heartbeatMs()).isZero();
    }

    @Test
    void aHotPiFiresOnceAndEndsWhenItHasCooledForAMinute() {
        assertThat(after(sample(1, TestRecords.but(0, 78.24)))).containsExactly("temperature-high#1+ temperature 78.2");
        assertThat(after(sample(2, TestRecords.but(0, 80)))).isEmpty();
        assertThat(after(sample(3, TestRecords.but(0, 72)))).isEmpty();
        assertThat(after(sample(4, TestRecords.but(0, 70)))).isEmpty();
        assertThat(after(sample(5, TestRecords.but(0, 60)))).containsExactly("temperature-high#2- temperature 78.2");
        assertThat(after(sample(6, TestRecords.but(0, 76)))).containsExactly("temperature-high#3+ temperature 76.0");
    }

    @Test
    void aSignalSaysWhatItsMessageNeeds() {
        after(TestRecords.with(sample(1, TestRecords.but(2, 0.91)), "CESSON", 30_000));

        Signal sent = known().outbox().getLast();
        IncidentSignal signal = sent.read();
        assertThat(sent.key()).isEqualTo("CESSON");
        assertThat(signal.getObject()).isEqualTo("/data");
        assertThat(signal.getParametersMap()).containsEntry("value", "91").containsEntry("volume", " (/data)");
        assertThat(signal.getSeries()).isEqualTo("pi|system.filesystem.utilization{mountpoint=/data}");
        assertThat(signal.getAt()).isEqualTo(T + 60_000);
        assertThat(signal.getLevel()).isEqualTo(AlertLevel.ALERT_LEVEL_WARNING);
    }

    @Test
    void whatADeviceSaysAndWhatARuleFindsIsAboutTheSameThing() {
        assertThat(after(sample(1, TestRecords.but(1, 0.91)))).containsExactly("disk-full#1+ disk 91");
        assertThat(after(sample(2, 50, 0.4, 0.4, 0.4, 1, 0, 0)))
                .containsExactlyInAnyOrder("service-stopped#1+ service/hostapd", "application-missing#1+ application");
        assertThat(after(TestRecords.reporting(
                        sample(3, 50, 0.4, 0.4, 0.4, 1, 0, 0),
                        TestRecords.reported(AlertLevel.ALERT_LEVEL_WARNING, "disk", "", "Espace disque faible"),
                        TestRecords.reported(AlertLevel.ALERT_LEVEL_CRITICAL, "service", "hostapd", "arrêté"))))
                .containsExactly("disk-full#2- disk 91", "reported#1+ disk 91", "reported#1+ service/hostapd 91");
    }

    @Test
    void aListOfReportedAlertsOpensRefreshesAndEnds() {
        SourceRecord one = TestRecords.reporting(
                sample(1, TestRecords.well()), TestRecords.reported(AlertLevel.ALERT_LEVEL_INFO, "update", "", "v2"));

        assertThat(after(one)).containsExactly("reported#1+ update 91");
        assertThat(after(TestRecords.reporting(
                        sample(2, TestRecords.well()),
                        TestRecords.reported(AlertLevel.ALERT_LEVEL_INFO, "update", "", "v2"))))
                .isEmpty();
        assertThat(after(TestRecords.reporting(
                        sample(3, TestRecords.well()),
                        TestRecords.reported(AlertLevel.ALERT_LEVEL_INFO, "update", "", "v3"))))
                .containsExactly("reported#2+ update 91");
        assertThat(after(sample(4, TestRecords.well()))).isEmpty();
        assertThat(after(TestRecords.heartbeat("pi", T + 500_000))).isEmpty();
        assertThat(after(one)).as("sent again").isEmpty();
        assertThat(after(TestRecords.reporting(sample(5, TestRecords.well()))))
                .containsExactly("reported#3- update 91");
    }

    @Test
    void ofSeveralReportedAlertsOfOneNameTheWorstCounts() {
        assertThat(after(TestRecords.reporting(
                        sample(1, TestRecords.well()),
                        TestRecords.reported(AlertLevel.ALERT_LEVEL_WARNING, "disk", "", "91%"),
                        TestRecords.reported(AlertLevel.ALERT_LEVEL_CRITICAL, "disk", "", "1 GB"),
                        TestRecords.reported(AlertLevel.ALERT_LEVEL_INFO, "disk", "", "old"))))
                .containsExactly("reported#1+ disk 91");
        assertThat(known().series())
                .filteredOn(state -> state.rule().equals("reported"))
                .singleElement()
                .satisfies(state -> {
                    assertThat(state.level()).isEqualTo(Level.CRITICAL);
                    assertThat(state.message()).isEqualTo("1 GB");
                });
    }

    @Test
    void aSenderThatDoesNotCountIsJudgedByItsTimes() {
        assertThat(after(TestRecords.frame("pi", 0, 0, T + 2000, TestRecords.but(0, 78))))
                .hasSize(1);
        assertThat(after(TestRecords.frame("pi", 0, 0, T + 1000, TestRecords.but(0, 50))))
                .isEmpty();
        assertThat(after(TestRecords.frame("pi", 0, 0, T + 63_000, TestRecords.but(0, 50))))
                .isEmpty();
        assertThat(after(TestRecords.frame("pi", 0, 0, T + 123_000, TestRecords.but(0, 50))))
                .hasSize(1);
        assertThat(after(TestRecords.reporting(
                        TestRecords.frame("pi", 0, 0, T + 124_000, TestRecords.well()),
                        TestRecords.reported(AlertLevel.ALERT_LEVEL_INFO, "update", "", "v2"))))
                .hasSize(1);
        assertThat(after(TestRecords.reporting(TestRecords.frame("pi", 0, 0, T + 123_500, TestRecords.well()))))
                .as("an older list")
                .isEmpty();
    }

    @Test
    void whateverIsRepeatedLaterTheStateIsThatOfACleanRun() {
        Random random = new Random(7);
        List<SourceRecord> stream = new ArrayList<>();
        for (int seq = 1; seq <= 200; seq++) {
            stream.add(sample(seq, TestRecords.but(random.nextInt(7), random.nextInt(2) * 100)));
        }
        stream.forEach(this::after);
        Watched clean = known();
        watched = null;
        List<SourceRecord> repeated = new ArrayList<>();
        for (int i = 0; i < stream.size(); i++) {
            repeated.add(stream.get(i));
            for (int again = random.nextInt(3); again > 0; again--) {
                repeated.add(stream.get(random.nextInt(i + 1)));
            }
        }
        repeated.forEach(this::after);

        assertThat(clean.outbox().size()).isGreaterThan(20);
        assertThat(signals(known().outbox())).isEqualTo(signals(clean.outbox()));
        assertThat(known().series()).isEqualTo(clean.series());
    }

    @Test
    void aSilentSiteIsOfflineAfterItsLimitAndBackWithItsNextSign() {
        after(TestRecords.with(TestRecords.heartbeat("pi", T), "CESSON", 30_000));
        assertThat(afterSeconds(295)).isEmpty();
        assertThat(afterSeconds(5)).containsExactly("site-offline#1+ offline");
        assertThat(afterSeconds(600)).isEmpty();
        assertThat(after(TestRecords.heartbeat("pi", T + 900_000))).containsExactly("site-offline#2- offline");
    }

    @Test
    void theMinutesOfSilenceAreSaid() {
        after(TestRecords.with(TestRecords.heartbeat("pi", T), "CESSON", 144_000));
        assertThat(afterSeconds(360)).hasSize(1);

        assertThat(known().outbox().getLast().read().getParametersMap()).containsEntry("minutes", "6");
        assertThat(known().outbox().getLast().read().getAt()).isEqualTo(T + 360_000);
    }

    @Test
    void aSenderWithoutHeartbeatsMayBeSilentForTwoAndAHalfOfItsIntervals() {
        for (int i = 0; i < 20; i++) {
            after(TestRecords.frame("pi", 0, 0, T + i * 300_000L, TestRecords.well()));
        }
        assertThat(afterSeconds(745)).isEmpty();
        assertThat(afterSeconds(5)).hasSize(1);
    }

    @Test
    void anOutageOfOursMakesNobodySilent() {
        after(TestRecords.with(TestRecords.heartbeat("pi", T), "CESSON", 30_000));
        clock = clock.after(clock.lastCanary() + Duration.ofHours(3).toMillis(), 5000);

        assertThat(came(evaluation.judge(watched, new Message.Tick(clock), rules, NOW)))
                .isEmpty();
        assertThat(afterSeconds(100)).isEmpty();
    }

    @Test
    void aRuleThatIsSwitchedOffOrLooksElsewhereEndsWhatItFound() {
        after(sample(1, TestRecords.but(0, 78)));
        rules = TestRules.with(rules, "temperature-high", TestRules::off);
        assertThat(came(evaluation.reconciled(known(), rules, NOW)))
                .containsExactly("temperature-high#2- temperature 78.0");
        assertThat(after(sample(2, TestRecords.but(0, 79)))).isEmpty();

        rules = TestRules.with(rules, "disk-full", rule -> rule);
        after(sample(3, TestRecords.but(1, 0.95)));
        rules = TestRules.with(
                rules,
                "disk-full",
                rule -> TestRules.with(
                        rule,
                        new Condition.Threshold(
                                "another.metric", List.of(), "", Condition.Comparison.ABOVE, 1, 0, 1, 0, 1, 0)));
        assertThat(came(evaluation.reconciled(known(), rules, NOW))).containsExactly("disk-full#2- disk 95");
    }

    @Test
    void aChangedLimitCountsFromTheNextSample() {
        after(sample(1, TestRecords.but(0, 78)));
        rules = TestRules.with(
                rules,
                "temperature-high",
                rule -> TestRules.with(
                        rule,
                        new Condition.Threshold(
                                "hw.temperature", List.of(), "", Condition.Comparison.ABOVE, 85, 0, 70, 60, 1, 1)));
        assertThat(came(evaluation.reconciled(known(), rules, NOW))).isEmpty();
        assertThat(after(sample(2, TestRecords.but(0, 78)))).containsExactly("temperature-high#2- temperature 78.0");
    }

    @Test
    void numbersGoOnThoughEndedAlertsOfDevicesAreForgotten() {
        for (int i = 0; i < 300; i++) {
            after(TestRecords.reporting(
                    sample(i + 1, TestRecords.well()),
                    TestRecords.reported(AlertLevel.ALERT_LEVEL_INFO, "update", "o" + i, "m")));
        }
        assertThat(known().series().stream().filter(state -> state.rule().equals("reported")))
                .hasSizeLessThanOrEqualTo(201);
        after(TestRecords.reporting(
                sample(301, TestRecords.well()),
                TestRecords.reported(AlertLevel.ALERT_LEVEL_INFO, "update", "o0", "m")));
        assertThat(signals(known().outbox())).contains("reported#3+ update/o0 91");
    }

    @Test
    void mostOfAFleetThatFallsSilentAtOnceIsOneAlert() {
        watched = null;
        assertThat(census(10, 0)).isEmpty();
        assertThat(census(4, 4)).as("four are too few").isEmpty();
        assertThat(census(6, 6)).as("half is not most").isEmpty();
        assertThat(census(5, 6)).containsExactly("fleet#1+ fleet 6");
        assertThat(census(7, 0)).as("they are still away, for longer").isEmpty();
        assertThat(census(8, 0)).as("half of them are back").containsExactly("fleet#2- fleet 6");
    }

    private List<String> census(long alive, long fallen) {
        return came(evaluation.judge(watched, new Message.Census(new FleetCensus(alive, fallen), T), rules, NOW));
    }

    @Test
    void onlyWhatFellSilentLatelyCountsAsFallen() {
        after(TestRecords.with(TestRecords.heartbeat("pi", T), "CESSON", 30_000));
        assertThat(counts()).isEqualTo(new FleetCensus(1, 0));
        afterSeconds(120);
        assertThat(counts()).isEqualTo(new FleetCensus(0, 1));
        afterSeconds(605);
        assertThat(counts()).isEqualTo(FleetCensus.NOBODY);
    }

    private FleetCensus counts() {
        return FleetCensus.NOBODY.with(known(), clock);
    }
}
