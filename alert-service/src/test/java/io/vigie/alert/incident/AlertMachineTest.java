package io.vigie.alert.incident;

import static org.assertj.core.api.Assertions.assertThat;

import io.vigie.alert.incident.Alert.Acknowledgement;
import io.vigie.alert.incident.AlertMachine.Surroundings;
import io.vigie.alert.notice.Notice;
import io.vigie.alert.rule.Level;
import io.vigie.alert.rule.Texts;
import io.vigie.proto.alerts.v1.IncidentSignal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AlertMachineTest {

    private static final Instant START = Instant.parse("2026-11-21T10:30:00Z");
    private static final Surroundings NOTHING = new Surroundings(false, false);
    private static final Surroundings SILENCED = new Surroundings(true, false);
    private static final Surroundings EXPLAINED = new Surroundings(false, true);

    private final AlertMachine machine = new AlertMachine(Duration.ofHours(1), Duration.ofHours(24));
    private Instant now = START;
    private Surroundings around = NOTHING;
    private @Nullable Alert alert;

    private Alert alert() {
        return Objects.requireNonNull(alert);
    }

    private static IncidentSignal signal(String rule, long number, boolean firing, Level level, Instant at) {
        return IncidentSignal.newBuilder()
                .setRule(rule)
                .setSeries("pi|" + rule)
                .setNumber(number)
                .setFiring(firing)
                .setLevel(level.toProto())
                .setSource("pi")
                .setClub("CESSON")
                .setType("disk")
                .setValue("9" + number)
                .setAt(at.toEpochMilli())
                .build();
    }

    /** What people are told by it. */
    private List<String> fires(String rule, long number, Level level) {
        return after(signal(rule, number, true, level, now));
    }

    private List<String> ends(String rule, long number) {
        return after(signal(rule, number, false, Level.INFO, now));
    }

    private List<String> after(IncidentSignal signal) {
        alert = machine.signalled(alert, signal, Texts.same(signal.getRule() + signal.getNumber()), now);
        return settled();
    }

    private List<String> afterAWhile(Duration time) {
        now = now.plus(time);
        return settled();
    }

    private List<String> settled() {
        List<Notice> before = alert().outbox().notices();
        alert = machine.settled(alert(), around, now);
        return alert()
                .outbox()
                .notices()
                .subList(before.size(), alert().outbox().notices().size())
                .stream()
                .map(notice -> notice.kind() + " " + notice.alert().level().json())
                .toList();
    }

    private List<String> events() {
        return alert().outbox().events().stream()
                .map(event ->
                        event.value().replaceAll(".*\"type\":\"io\\.vigie\\.(?:alert\\.)?([a-z.]+)\\.v1\".*", "$1"))
                .toList();
    }

    @Test
    void itIsToldWhenItBeginsAndWhenItEnds() {
        assertThat(fires("a", 1, Level.WARNING)).containsExactly("FIRING warning");
        assertThat(afterAWhile(Duration.ofMinutes(5))).isEmpty();
        assertThat(ends("a", 2)).containsExactly("RESOLVED warning");
        assertThat(afterAWhile(Duration.ofDays(3))).isEmpty();
        assertThat(events()).containsExactly("fired", "resolved");
        assertThat(alert().outbox().filed()).singleElement().satisfies(filed -> {
            assertThat(filed.since()).isEqualTo(START);
            assertThat(filed.endedAt()).isEqualTo(START.plusSeconds(300));
            assertThat(filed.status()).isEqualTo(AlertView.Status.RESOLVED);
        });
    }

    @Test
    void whoeverFindsItItIsOneAlertWithOneNotice() {
        assertThat(fires("reported", 1, Level.WARNING)).containsExactly("FIRING warning");
        assertThat(fires("disk-full", 1, Level.WARNING)).isEmpty();
        assertThat(alert().episode().rule()).as("the first speaks").isEqualTo("disk-full");
        assertThat(ends("reported", 2)).isEmpty();
        assertThat(alert().episode().open()).isTrue();
        assertThat(ends("disk-full", 2)).containsExactly("RESOLVED warning");
    }

    @Test
    void theWorstSpeaksAndWorseIsToldAtOnceWhileBetterIsNot() {
        assertThat(fires("a", 1, Level.WARNING)).containsExactly("FIRING warning");
        now = now.plusSeconds(10);
        assertThat(fires("b", 1, Level.CRITICAL)).containsExactly("FIRING critical");
        assertThat(alert().episode().message()).isEqualTo(Texts.same("b1"));
        now = now.plusSeconds(10);
        assertThat(ends("b", 2)).isEmpty();
        assertThat(alert().episode().level()).isEqualTo(Level.WARNING);
        assertThat(alert().episode().since()).isEqualTo(START);
        assertThat(fires("b", 3, Level.CRITICAL))
                .as("they know that it can be critical")
                .isEmpty();
        assertThat(events()).containsExactly("fired", "changed", "changed", "changed");
    }

    @Test
    void aLowerOrEqualNumberChangesNothing() {
        fires("a", 2, Level.WARNING);
        Alert before = alert();
        assertThat(machine.signalled(before, signal("a", 2, false, Level.INFO, now), Texts.same("x"), now))
                .isSameAs(before);
        assertThat(machine.signalled(before, signal("a", 1, false, Level.INFO, now), Texts.same("x"), now))
                .isSameAs(before);
    }

    @Test
    void whatFiresAgainWithinTheCooldownIsToldAtItsEndIfItStillFires() {
        fires("a", 1, Level.WARNING);
        now = now.plus(Duration.ofMinutes(10));
        assertThat(ends("a", 2)).containsExactly("RESOLVED warning");
        now = now.plus(Duration.ofMinutes(10));
        assertThat(fires("a", 3, Level.WARNING)).isEmpty();
        now = now.plus(Duration.ofMinutes(1));
        assertThat(ends("a", 4)).as("nobody knew of it").isEmpty();
        assertThat(fires("a", 5, Level.WARNING)).isEmpty();
        assertThat(afterAWhile(Duration.ofMinutes(38))).isEmpty();
        assertThat(afterAWhile(Duration.ofMinutes(1))).containsExactly("FIRING warning");
        assertThat(alert().episode().number())
                .isEqualTo(now.minus(Duration.ofMinutes(39)).getEpochSecond());
    }

    @Test
    void whatFiresAgainAndIsWorseThanWhatWasToldWaitsForNoCooldown() {
        fires("a", 1, Level.WARNING);
        now = now.plus(Duration.ofMinutes(1));
        ends("a", 2);
        now = now.plus(Duration.ofMinutes(1));
        assertThat(fires("a", 3, Level.CRITICAL)).containsExactly("FIRING critical");
        assertThat(ends("a", 4)).containsExactly("RESOLVED critical");
        now = now.plus(Duration.ofMinutes(1));
        assertThat(fires("a", 5, Level.CRITICAL)).isEmpty();
        assertThat(ends("a", 6)).isEmpty();
        assertThat(fires("a", 7, Level.WARNING)).isEmpty();
    }

    @Test
    void aReminderComesEachDay() {
        fires("a", 1, Level.WARNING);
        assertThat(afterAWhile(Duration.ofHours(23))).isEmpty();
        assertThat(afterAWhile(Duration.ofHours(1))).containsExactly("REMINDER warning");
        assertThat(afterAWhile(Duration.ofHours(23))).isEmpty();
        assertThat(afterAWhile(Duration.ofHours(1))).containsExactly("REMINDER warning");
    }

    @Test
    void whatIsSilencedIsToldAtTheEndOfTheSilenceWhereItStillFires() {
        around = SILENCED;
        assertThat(fires("a", 1, Level.WARNING)).isEmpty();
        assertThat(afterAWhile(Duration.ofHours(30))).isEmpty();
        around = NOTHING;
        assertThat(settled()).containsExactly("FIRING warning");
        assertThat(events()).containsExactly("fired", "silenced", "unsilenced");
    }

    @Test
    void aSilencedAlertThatEndedIsNotToldUnlessItsBeginWas() {
        around = SILENCED;
        fires("a", 1, Level.WARNING);
        ends("a", 2);
        around = NOTHING;
        assertThat(settled()).isEmpty();

        assertThat(fires("a", 3, Level.WARNING)).containsExactly("FIRING warning");
        around = SILENCED;
        assertThat(settled()).isEmpty();
        assertThat(ends("a", 4)).isEmpty();
        around = NOTHING;
        assertThat(settled()).containsExactly("RESOLVED warning");
    }

    @Test
    void theEndOfASilenceIsToldAlsoWhereItsAlertWasKnown() {
        fires("a", 1, Level.WARNING);
        around = SILENCED;
        settled();
        around = NOTHING;
        assertThat(settled()).containsExactly("REMINDER warning");
    }

    @Test
    void whatAnotherAlertExplainsWaitsForThatAlertToEnd() {
        around = EXPLAINED;
        assertThat(fires("a", 1, Level.WARNING)).isEmpty();
        assertThat(alert().silenced()).isFalse();
        around = NOTHING;
        assertThat(settled()).containsExactly("FIRING warning");
    }

    @Test
    void theEndOfWhatPeopleKnowOfIsToldAlsoWhereAnotherAlertExplainsIt() {
        fires("a", 1, Level.WARNING);
        around = EXPLAINED;
        assertThat(ends("a", 2)).containsExactly("RESOLVED warning");
    }

    @Test
    void anAcknowledgementKeepsQuietUntilItsTimeAndItsEndIsTold() {
        fires("a", 1, Level.WARNING);
        alert = machine.acknowledged(alert(), acknowledgement(Duration.ofDays(2)));
        assertThat(afterAWhile(Duration.ofHours(47))).isEmpty();
        assertThat(AlertView.of(alert()).status()).isEqualTo(AlertView.Status.ACKNOWLEDGED);
        assertThat(afterAWhile(Duration.ofHours(1))).containsExactly("REMINDER warning");
        assertThat(AlertView.of(alert()).status()).isEqualTo(AlertView.Status.FIRING);
        assertThat(events()).containsExactly("fired", "acknowledged", "audit.changed", "unacknowledged");
    }

    @Test
    void anAcknowledgementEndsWhenItBecomesWorse() {
        fires("a", 1, Level.WARNING);
        alert = machine.acknowledged(alert(), acknowledgement(Duration.ofDays(2)));
        assertThat(fires("b", 1, Level.WARNING)).isEmpty();
        assertThat(fires("b", 2, Level.CRITICAL)).containsExactly("FIRING critical");
        assertThat(alert().acknowledged()).isNull();
    }

    @Test
    void anAcknowledgementDoesNotOutliveItsEpisode() {
        fires("a", 1, Level.WARNING);
        alert = machine.acknowledged(alert(), acknowledgement(Duration.ofDays(2)));
        assertThat(ends("a", 2)).containsExactly("RESOLVED warning");
        now = now.plus(Duration.ofHours(2));
        assertThat(fires("a", 3, Level.WARNING)).containsExactly("FIRING warning");
    }

    private Acknowledgement acknowledgement(Duration time) {
        return new Acknowledgement(
                "user:ann", now, now.plus(time), alert().episode().level(), "on it");
    }

    @Test
    void eachNoticeHasAnIdOfItsOwnThatDependsOnNothingElse() {
        List<String> first = ids();
        alert = null;
        now = START;
        assertThat(ids()).isEqualTo(first).doesNotHaveDuplicates().hasSize(3);
    }

    private List<String> ids() {
        fires("a", 1, Level.WARNING);
        fires("b", 1, Level.CRITICAL);
        ends("a", 2);
        ends("b", 2);
        return new ArrayList<>(
                alert().outbox().notices().stream().map(Notice::id).toList());
    }

    @Test
    void whatHasGoneOutIsTakenOutAndNothingElse() {
        fires("a", 1, Level.WARNING);
        Alert.Outbox gone = alert().outbox();
        ends("a", 2);
        Alert left = machine.sent(alert(), gone);
        assertThat(left.outbox().notices())
                .singleElement()
                .satisfies(notice -> assertThat(notice.kind()).isEqualTo(Notice.Kind.RESOLVED));
        assertThat(left.outbox().events()).hasSize(1);
        assertThat(machine.sent(left, left.outbox()).hasOutbox()).isFalse();
    }

    @Test
    void nobodyIsToldThatAnErrorIsOver() {
        IncidentSignal error = signal("error-critical", 1, true, Level.CRITICAL, now).toBuilder()
                .setType("error")
                .build();
        assertThat(after(error)).containsExactly("FIRING critical");
        assertThat(after(error.toBuilder().setNumber(2).setFiring(false).build()))
                .isEmpty();
        assertThat(alert().lives()).isFalse();
    }
}
