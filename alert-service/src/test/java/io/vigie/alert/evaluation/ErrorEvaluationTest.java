package io.vigie.alert.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import io.vigie.alert.evaluation.ErrorEvaluation.Event;
import io.vigie.alert.evaluation.ErrorEvaluation.Said;
import io.vigie.alert.rule.Rules;
import io.vigie.alert.rule.TestRules;
import io.vigie.messaging.InvalidRecordException;
import io.vigie.proto.alerts.v1.IncidentSignal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.assertj.core.api.Assertions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ErrorEvaluationTest {

    private static final Instant NOW = Instant.parse("2026-11-21T10:30:00Z");
    private static final long T = NOW.toEpochMilli();

    private final ErrorEvaluation evaluation = new ErrorEvaluation(Duration.ofHours(1));
    private final Rules rules = TestRules.with(TestRules.defaults(), "issue-new", ErrorEvaluationTest::on);
    private @Nullable Watched watched;

    private static io.vigie.alert.rule.Rule on(io.vigie.alert.rule.Rule rule) {
        return new io.vigie.alert.rule.Rule(
                rule.id(),
                rule.version(),
                true,
                true,
                rule.name(),
                rule.level(),
                rule.type(),
                rule.scope(),
                rule.message(),
                rule.condition());
    }

    private List<String> after(Event event, String level, long seconds) {
        return came(evaluation.judge(
                watched, new Said("shop", event, "i1", level, "NullPointerException", T + seconds * 1000), rules, NOW));
    }

    private Watched known() {
        return Objects.requireNonNull(watched);
    }

    private List<String> came(Watched next) {
        int before = watched == null ? 0 : watched.outbox().size();
        watched = next;
        return next.outbox().subList(before, next.outbox().size()).stream()
                .map(Signal::read)
                .map(signal -> signal.getRule() + (signal.getFiring() ? "+" : "-"))
                .toList();
    }

    @Test
    void onlyErrorsOfTheLevelFireAndOnce() {
        assertThat(after(Event.OCCURRED, "error", 0)).isEmpty();
        assertThat(after(Event.OCCURRED, "critical", 1)).containsExactly("error-critical+");
        assertThat(after(Event.OCCURRED, "fatal", 2)).isEmpty();
        IncidentSignal signal = known().outbox().getFirst().read();
        assertThat(signal.getSource()).isEqualTo("shop");
        assertThat(signal.getObject()).isEqualTo("i1");
        assertThat(signal.getParametersMap()).containsEntry("title", "NullPointerException");
    }

    @Test
    void itEndsWhenNothingMoreCameForAWhile() {
        after(Event.OCCURRED, "critical", 0);
        after(Event.OCCURRED, "critical", 600);
        assertThat(came(evaluation.rested(known(), NOW.plusSeconds(4200)))).isEmpty();
        assertThat(came(evaluation.rested(known(), NOW.plusSeconds(4201)))).containsExactly("error-critical-");
    }

    @Test
    void aNewIssueFiresUntilItIsClosedAndAgainWhenItIsBack() {
        assertThat(after(Event.CREATED, "error", 0)).containsExactly("issue-new+");
        assertThat(after(Event.OTHER, "error", 1)).isEmpty();
        assertThat(after(Event.CLOSED, "error", 2)).containsExactly("issue-new-");
        assertThat(after(Event.CREATED, "error", 0)).as("published again").isEmpty();
        assertThat(after(Event.REGRESSED, "error", 3)).containsExactly("issue-new+");
    }

    @Test
    void recordsAreReadAsTheirSchemasSay() throws InvalidRecordException {
        String json = """
                {"specversion":"1.0","id":"e","source":"/vigie/error-service","type":"io.vigie.issue.regressed.v1","subject":"i1",
                 "time":"2026-11-21T10:30:00Z","datacontenttype":"application/json",
                 "data":{"issueId":"i1","service":"shop","title":"T","level":"error","status":"regressed","count":2,"version":3}}
                """;
        assertThat(ErrorEvents.read(record(json))).isEqualTo(new Said("shop", Event.REGRESSED, "i1", "error", "T", T));
        for (String bad : List.of("{", "{}", json.replace("\"shop\"", "3"), json.replace("2026-", "x"))) {
            Assertions.assertThatThrownBy(() -> ErrorEvents.read(record(bad)))
                    .isInstanceOf(InvalidRecordException.class);
        }
    }

    private static ConsumerRecord<String, byte[]> record(String json) {
        return new ConsumerRecord<>("vigie.issues", 0, 0, "shop", json.getBytes(StandardCharsets.UTF_8));
    }
}
