package io.vigie.ingest;

import io.vigie.testkit.architecture.ArchitectureRules;
import org.junit.jupiter.api.Test;

class RulesTest {

    @Test
    void keepsTheRulesOfTheHouse() {
        ArchitectureRules.check("io.vigie.ingest");
    }
}
