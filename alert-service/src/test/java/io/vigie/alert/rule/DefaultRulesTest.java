package io.vigie.alert.rule;

import static org.assertj.core.api.Assertions.assertThat;

import io.vigie.alert.rule.Condition.Threshold;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

class DefaultRulesTest {

    private static Rule rule(String id) {
        return DefaultRules.find(id).orElseThrow();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "temperature-high; 78.2; Température élevée: 78.2°C; High temperature: 78.2°C",
                "disk-full; 0.91; Espace disque faible: 91% utilisé; Low disk space: 91% used",
                "disk-full; 0.9149; Espace disque faible: 91% utilisé; Low disk space: 91% used",
                "disk-space-low; 1800000000; Espace disque faible: 1.8 Go libres; Low disk space: 1.8 GB free",
                "memory-high; 0.92; Utilisation mémoire élevée: 92.0%; High memory usage: 92.0%"
            })
    void messagesOfMetricsReadAsTheirClientsExpect(String id, double value, String french, String english) {
        Threshold threshold = (Threshold) rule(id).condition();

        Texts message = rule(id).message().filled(Map.of("value", threshold.shown(value), "volume", ""));

        assertThat(message).isEqualTo(new Texts(french, english));
        assertThat(threshold.isBeyond(value)).isTrue();
    }

    @Test
    void theOtherMessagesToo() {
        assertThat(rule("service-stopped").message().filled(Map.of("object", "nginx")))
                .isEqualTo(new Texts("Service nginx arrêté", "Service nginx stopped"));
        assertThat(rule("application-missing")
                        .message()
                        .filled(Map.of("application", "web"))
                        .fr())
                .isEqualTo("Application web manquante");
        assertThat(rule("site-offline").message().filled(Map.of("minutes", "6")).fr())
                .isEqualTo("Site hors ligne depuis 6 minutes");
    }

    @ParameterizedTest
    @CsvSource({
        "temperature-high, critical, temperature, 75, 70",
        "disk-full, warning, disk, 0.9, 0.85",
        "disk-space-low, warning, disk, 2e9, 2.5e9",
        "memory-high, warning, memory, 0.9, 0.85"
    })
    void limitsAreTheOnesPromised(String id, String level, String type, double limit, double clear) {
        Threshold threshold = (Threshold) rule(id).condition();

        assertThat(rule(id).level().json()).isEqualTo(level);
        assertThat(rule(id).type()).isEqualTo(type);
        assertThat(threshold.value()).isEqualTo(limit);
        assertThat(threshold.isBeyond(limit)).isFalse();
        assertThat(threshold.clearValue()).isEqualTo(clear);
        assertThat(threshold.isClear(clear)).isTrue();
        assertThat(threshold.forSeconds()).isZero();
        assertThat(threshold.clearSeconds()).isEqualTo(60);
    }

    @Test
    void everyRuleSurvivesItsJsonAndPassesItsOwnCheck() {
        JsonMapper json = JsonMapper.shared();
        for (Rule rule : DefaultRules.all()) {
            String text = json.writeValueAsString(rule);
            assertThat(json.readValue(text, Rule.class)).isEqualTo(rule);
            RuleDraft draft = json.readerFor(RuleDraft.class)
                    .without(tools.jackson.databind.DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                    .readValue(text);
            Rule checked = draft.checked();
            assertThat(checked.condition()).isEqualTo(rule.condition());
            assertThat(checked.message()).isEqualTo(rule.message());
        }
    }

    @Test
    void placesWithoutAValueBecomeEmptyAndValuesAreTakenLiterally() {
        assertThat(new Texts("{value}{nothing}!", "{value}").filled(Map.of("value", "$1\\{value}")))
                .isEqualTo(new Texts("$1\\{value}!", "$1\\{value}"));
    }
}
