package io.vigie.alert.rule;

import io.vigie.alert.storage.Outgoing;
import java.util.List;

/**
 * A rule as it is stored, its id is the document's.
 *
 * @param deleted it is gone; what is left keeps an older record from bringing it back
 * @param unpublished this version is not known to stand on its topic
 * @param outbox what the audit trail has not been told yet
 */
record StoredRule(Rule rule, boolean deleted, boolean unpublished, List<Outgoing> outbox) {

    StoredRule {
        outbox = List.copyOf(outbox);
    }

    StoredRule published() {
        return new StoredRule(rule, deleted, false, List.of());
    }
}
