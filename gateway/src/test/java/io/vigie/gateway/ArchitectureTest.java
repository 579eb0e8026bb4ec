package io.vigie.gateway;

import io.vigie.testkit.architecture.ArchitectureRules;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

    @Test
    void keepsToTheRulesOfTheHouse() {
        ArchitectureRules.check("io.vigie.gateway");
    }
}
