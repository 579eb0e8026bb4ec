package io.vigie.error.issues;

import io.vigie.error.events.Level;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which issues are asked for.
 *
 * @param services of these alone; empty: all
 * @param levels of these alone; empty: all
 * @param statuses with these alone; empty: all
 * @param from seen at this moment or later
 * @param to seen before
 * @param text in title or culprit, whatever its case, or in one of the groups
 * @param groups in whose bodies the text is
 */
public record IssueFilter(
        Set<String> services,
        Set<Level> levels,
        Set<IssueStatus> statuses,
        @Nullable Instant from,
        @Nullable Instant to,
        @Nullable String text,
        Set<String> groups) {

    /** Copies what may change. */
    public IssueFilter {
        services = Set.copyOf(services);
        levels = Set.copyOf(levels);
        statuses = Set.copyOf(statuses);
        groups = Set.copyOf(groups);
    }

    /** The same where the text is in these groups, too. */
    public IssueFilter in(Set<String> others) {
        return new IssueFilter(services, levels, statuses, from, to, text, others);
    }
}
