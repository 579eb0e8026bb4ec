package io.vigie.testkit.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ArchitectureRulesTest {

    private static final String PLANTED = "io.vigie.testkit.architecture.planted";

    /** Each rule with the class that was planted for it. */
    private static final Map<String, String> EXPECTED = new TreeMap<>(Map.of(
            "servicesKnowNothingOfEachOther", "io.vigie.gateway.planted.KnowsQuery",
            "timeComesFromAClock", "ReadsTheWallClock",
            "nothingSleeps", "Sleeps",
            "nothingBlocksWithoutATimeout", "BlocksForEver",
            "onlyConsumersAndJobsBlock", "BlocksInAService",
            "dependenciesComeThroughConstructors", "InjectsAField",
            "driversStayInTheirAdapters", "SpeaksBson",
            "namesSayWhatAClassIs", "StringUtils",
            "packagesAreNullMarked", "unmarked.WithoutNullMarked",
            "packagesHaveNoCycles", "planted.chicken"));

    static Stream<String> rules() {
        return ArchitectureRules.all(PLANTED).keySet().stream();
    }

    @Test
    void everyRuleHasAPlantedViolation() {
        assertThat(ArchitectureRules.all(PLANTED).keySet()).containsExactlyInAnyOrderElementsOf(EXPECTED.keySet());
    }

    @ParameterizedTest
    @MethodSource("rules")
    void theRuleFindsItsPlantedViolation(String rule) {
        JavaClasses planted =
                new ClassFileImporter().importPackages(PLANTED, "io.vigie.gateway.planted", "io.vigie.query.planted");

        var result =
                Objects.requireNonNull(ArchitectureRules.all(PLANTED).get(rule)).evaluate(planted);

        assertThat(result.hasViolation()).isTrue();
        assertThat(String.join("\n", result.getFailureReport().getDetails()))
                .contains(Objects.requireNonNull(EXPECTED.get(rule)));
    }

    @Test
    void theRulesThemselvesKeepTheRules() {
        ArchitectureRules.check("io.vigie.testkit");
    }
}
