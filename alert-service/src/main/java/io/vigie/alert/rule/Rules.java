package io.vigie.alert.rule;

import java.util.Map;
import java.util.Optional;

/** The rules that hold at a moment, by id, switched-off ones included. */
public record Rules(long revision, Map<String, Rule> byId) {

    /** Copies what may change. */
    public Rules {
        byId = Map.copyOf(byId);
    }

    /** The rule, where there is one. */
    public Optional<Rule> find(String id) {
        return Optional.ofNullable(byId.get(id));
    }

    /** The rule, where there is one that is on and looks at this source. */
    public Optional<Rule> active(String id, String source, String club) {
        return find(id).filter(Rule::enabled).filter(rule -> rule.scope().includes(source, club));
    }
}
