package io.vigie.alert.incident;

import io.vigie.alert.storage.Outgoing;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Notices of some alerts wait until its end; its id is the document's.
 *
 * @param deleted it was ended by hand; what is left tells the audit trail
 */
record Silence(
        Selector selector,
        Instant startsAt,
        Instant endsAt,
        String comment,
        String createdBy,
        Instant createdAt,
        boolean deleted,
        List<Outgoing> outbox) {

    Silence {
        outbox = List.copyOf(outbox);
    }

    /** Which alerts: each set that is not empty must hold the alert's own. */
    record Selector(Set<String> sites, Set<String> clubs, Set<String> types, Set<String> rules) {

        Selector {
            sites = java.util.Collections.unmodifiableSet(new TreeSet<>(sites));
            clubs = java.util.Collections.unmodifiableSet(new TreeSet<>(clubs));
            types = java.util.Collections.unmodifiableSet(new TreeSet<>(types));
            rules = java.util.Collections.unmodifiableSet(new TreeSet<>(rules));
        }

        boolean selects(Alert alert) {
            return holds(sites, alert.subject().siteId())
                    && holds(clubs, alert.subject().clubName())
                    && holds(types, alert.subject().type())
                    && holds(rules, alert.episode().rule());
        }

        private static boolean holds(Set<String> set, String value) {
            return set.isEmpty() || set.contains(value);
        }
    }

    boolean isActive(Instant now) {
        return !deleted && !now.isBefore(startsAt) && now.isBefore(endsAt);
    }

    boolean silences(Alert alert, Instant now) {
        return isActive(now) && selector.selects(alert);
    }

    Silence without(List<Outgoing> told) {
        List<Outgoing> left =
                outbox.stream().filter(event -> !told.contains(event)).toList();
        return new Silence(selector, startsAt, endsAt, comment, createdBy, createdAt, deleted, left);
    }
}
