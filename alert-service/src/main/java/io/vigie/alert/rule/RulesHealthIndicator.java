package io.vigie.alert.rule;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/** Health {@code rules}: whether the topic of rules has been read; nothing is evaluated before. */
final class RulesHealthIndicator implements HealthIndicator {

    private final RuleTable rules;

    RulesHealthIndicator(RuleTable rules) {
        this.rules = rules;
    }

    @Override
    public Health health() {
        return (rules.isReady() ? Health.up() : Health.outOfService())
                .withDetail("rules", rules.current().byId().size())
                .build();
    }
}
