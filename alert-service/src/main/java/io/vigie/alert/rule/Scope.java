package io.vigie.alert.rule;

import java.util.Set;
import java.util.TreeSet;

/**
 * Where a rule looks; both empty: everywhere.
 *
 * @param clubs sources of these clubs …
 * @param sources … and these sources (of an error rule: services)
 */
public record Scope(Set<String> clubs, Set<String> sources) {

    /** Everywhere. */
    public static final Scope EVERYWHERE = new Scope(Set.of(), Set.of());

    /** Copies what may change, sorted. */
    public Scope {
        clubs = java.util.Collections.unmodifiableSet(new TreeSet<>(clubs));
        sources = java.util.Collections.unmodifiableSet(new TreeSet<>(sources));
    }

    /** Whether a source is in it. */
    public boolean includes(String source, String club) {
        return clubs.isEmpty() && sources.isEmpty() || clubs.contains(club) || sources.contains(source);
    }
}
