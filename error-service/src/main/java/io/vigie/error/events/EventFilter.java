package io.vigie.error.events;

import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which errors are asked for.
 *
 * @param services of these alone; empty: all
 * @param levels of these alone; empty: all
 * @param from not before
 * @param to before
 * @param text in the message or the stack, whatever its case
 */
public record EventFilter(
        Set<String> services,
        Set<Level> levels,
        @Nullable Instant from,
        @Nullable Instant to,
        @Nullable String text) {

    /** Copies what may change. */
    public EventFilter {
        services = Set.copyOf(services);
        levels = Set.copyOf(levels);
    }

    /** The same from another moment on. */
    EventFilter since(Instant moment) {
        return new EventFilter(services, levels, moment, to, text);
    }

    EventFilter withoutText() {
        return new EventFilter(services, levels, from, to, null);
    }
}
