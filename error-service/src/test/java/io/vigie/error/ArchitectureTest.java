package io.vigie.error;

import io.vigie.testkit.architecture.ArchitectureRules;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

    @Test
    void theRulesOfTheHouseHold() {
        ArchitectureRules.check("io.vigie.error");
    }
}
