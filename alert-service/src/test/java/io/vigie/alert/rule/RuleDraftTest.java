package io.vigie.alert.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.vigie.kit.problem.FieldError;
import io.vigie.kit.problem.ProblemException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

class RuleDraftTest {

    private static final String GOOD = """
            {"name": {"fr": "Chaud", "en": "Hot"}, "level": "warning", "type": "temperature",
             "scope": {"clubs": ["CESSON"]}, "message": {"fr": "{value} {site}", "en": "{value}"},
             "condition": {"kind": "threshold", "metric": "hw.temperature", "labels": [{"name": "id", "value": "cpu"}],
                           "comparison": ">=", "value": 60, "clearValue": 55}}
            """;

    private static Rule checked(String json) {
        return JsonMapper.shared().readValue(json, RuleDraft.class).checked();
    }

    private static List<String> wrongFields(String json) {
        ProblemException refused = catchThrowableOfType(ProblemException.class, () -> checked(json));
        return refused.errors().stream().map(FieldError::field).toList();
    }

    @Test
    void whatIsLeftOutHasAMeaning() {
        Rule rule = checked(GOOD);

        assertThat(rule.enabled()).isTrue();
        assertThat(rule.scope().includes("anything", "CESSON")).isTrue();
        assertThat(rule.scope().includes("anything", "RENNES")).isFalse();
        assertThat(rule.condition())
                .isEqualTo(new Condition.Threshold(
                        "hw.temperature",
                        List.of(new Condition.Label("id", "cpu")),
                        "",
                        Condition.Comparison.AT_LEAST,
                        60,
                        0,
                        55,
                        0,
                        1,
                        1));
    }

    @Test
    void everythingThatIsMissingIsNamed() {
        assertThat(wrongFields("{}"))
                .containsExactly("name.fr", "name.en", "message.fr", "message.en", "level", "type", "condition");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "\"warning\"; \"bad\"; level",
                "\"temperature\"; \"T°\"; type",
                "{value} {site}; {other}; message.fr",
                "\"threshold\"; \"magic\"; condition.kind",
                "\"hw.temperature\"; \"h w\"; condition.metric",
                "\">=\"; \"=>\"; condition.comparison",
                "\"value\": 60; \"value\": null; condition.value",
                "\"clearValue\": 55; \"clearValue\": 61; condition.clearValue",
                "\"clearValue\": 55; \"forSeconds\": -1; condition.forSeconds",
                "\"clearValue\": 55; \"clearSeconds\": 2592001; condition.clearSeconds",
                "\"clearValue\": 55; \"decimals\": 7; condition.decimals",
                "\"id\"; \"i d\"; condition.labels[0].name",
                "[\"CESSON\"]; [\"\"]; scope.clubs"
            })
    void whatIsWrongIsNamed(String good, String bad, String field) {
        assertThat(GOOD).contains(good);
        assertThat(wrongFields(GOOD.replace(good, bad))).contains(field);
    }

    @Test
    void aRuleOnErrorsMustAskForSomething() {
        String condition = GOOD.substring(0, GOOD.indexOf("{\"kind\""));
        String errors = condition
                .replace("\"temperature\"", "\"error\"")
                .replace("{value} {site}", "{title}")
                .replace("{value}", "{title}");

        assertThat(wrongFields(errors + "{\"kind\": \"errors\"}}")).containsExactly("condition");
        assertThat(wrongFields(errors + "{\"kind\": \"errors\", \"minimumLevel\": \"bad\"}}"))
                .containsExactly("condition.minimumLevel");
        assertThat(checked(errors + "{\"kind\": \"errors\", \"minimumLevel\": \"error\"}}")
                        .condition())
                .isEqualTo(new Condition.Errors("error", false, false));
    }

    @Test
    void silenceIsAtLeastAMinute() {
        String silence = GOOD.substring(0, GOOD.indexOf("{\"kind\""))
                .replace("{value} {site}", "x")
                .replace("{value}", "x");

        assertThat(wrongFields(silence + "{\"kind\": \"silence\", \"afterSeconds\": 59}}"))
                .containsExactly("condition.afterSeconds");
    }
}
