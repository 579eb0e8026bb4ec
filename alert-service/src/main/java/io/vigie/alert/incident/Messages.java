package io.vigie.alert.incident;

import io.vigie.alert.rule.DefaultRules;
import io.vigie.alert.rule.Rule;
import io.vigie.alert.rule.Rules;
import io.vigie.alert.rule.Texts;
import io.vigie.proto.alerts.v1.IncidentSignal;

/** What an alert says. */
final class Messages {

    private Messages() {}

    /** The sender's own message, else the rule's; of a rule that is gone by now the type and the value. */
    static Texts of(IncidentSignal signal, Rules rules) {
        if (!signal.getMessage().isEmpty()) {
            return Texts.same(signal.getMessage());
        }
        Texts template = signal.getRule().equals(Rule.FLEET)
                ? DefaultRules.FLEET_MESSAGE
                : rules.find(signal.getRule())
                        .map(Rule::message)
                        .orElseGet(() -> Texts.same((signal.getType() + " " + signal.getValue()).strip()));
        return template.filled(signal.getParametersMap());
    }
}
