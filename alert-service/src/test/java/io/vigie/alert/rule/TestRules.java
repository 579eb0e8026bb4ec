package io.vigie.alert.rule;

import java.util.HashMap;
import java.util.Map;
import java.util.function.UnaryOperator;

/** Rules for tests. */
public final class TestRules {

    private TestRules() {}

    /** Those of every installation. */
    public static Rules defaults() {
        Map<String, Rule> byId = new HashMap<>();
        DefaultRules.all().forEach(rule -> byId.put(rule.id(), rule.withVersion(1)));
        return new Rules(1, byId);
    }

    /** A table of the default rules that is always ready. */
    public static RuleTable table() {
        return new RuleTable(defaults(), () -> true);
    }

    /** With one rule changed, in a higher version. */
    public static Rules with(Rules rules, String id, UnaryOperator<Rule> how) {
        Map<String, Rule> byId = new HashMap<>(rules.byId());
        byId.computeIfPresent(id, (same, rule) -> how.apply(rule).withVersion(rule.version() + 1));
        return new Rules(rules.revision() + 1, byId);
    }

    /** With one rule more. */
    public static Rules and(Rules rules, Rule rule) {
        Map<String, Rule> byId = new HashMap<>(rules.byId());
        byId.put(rule.id(), rule);
        return new Rules(rules.revision() + 1, byId);
    }

    /** Switched off. */
    public static Rule off(Rule rule) {
        return rule.withEnabled(false);
    }

    /** With another condition. */
    public static Rule with(Rule rule, Condition condition) {
        return new Rule(
                rule.id(),
                rule.version(),
                rule.builtIn(),
                rule.enabled(),
                rule.name(),
                rule.level(),
                rule.type(),
                rule.scope(),
                rule.message(),
                condition);
    }
}
