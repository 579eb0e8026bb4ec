package io.vigie.launcher;

import io.vigie.testkit.architecture.ArchitectureRules;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
    /** Here alone all modules are on one class path, so here alone it shows that no service uses another. */
    @Test
    void everyModuleKeepsToTheRulesOfTheHouse() {
        ArchitectureRules.check("io.vigie");
    }
}
