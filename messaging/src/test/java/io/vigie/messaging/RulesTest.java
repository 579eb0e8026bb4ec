package io.vigie.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vigie.testkit.architecture.ArchitectureRules;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RulesTest {

    @Test
    void keepsTheRulesOfTheHouse() {
        ArchitectureRules.check("io.vigie.messaging");
    }

    @Test
    void settingsAreRefusedByName() {
        assertThatThrownBy(() -> new KafkaSettings(null, null, false, Duration.ofSeconds(5), Map.of()))
                .hasMessageStartingWith("vigie.kafka.bootstrap-servers:");
        assertThatThrownBy(() -> new KafkaSettings("a:1", null, false, Duration.ofMillis(5), Map.of()))
                .hasMessageStartingWith("vigie.kafka.delivery-timeout:");
        assertThatThrownBy(() -> new KafkaSettings("a:1", "a b", false, Duration.ofSeconds(5), Map.of()))
                .hasMessageStartingWith("vigie.kafka.instance-id:");
    }

    @Test
    void furtherPropertiesAreNeverPrinted() {
        KafkaSettings settings =
                new KafkaSettings("a:1", "x", true, Duration.ofSeconds(5), Map.of("sasl.jaas.config", "secret"));

        assertThat(settings.toString()).doesNotContain("secret");
        assertThat(settings.memberOf("group")).contains("group-x");
    }
}
