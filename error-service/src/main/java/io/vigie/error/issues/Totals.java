package io.vigie.error.issues;

import io.vigie.error.events.Level;
import io.vigie.error.events.Occurrence;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is counted of errors.
 *
 * @param level the worst that was seen
 */
public record Totals(Level level, long count, Instant firstSeen, Instant lastSeen) {

    /** With one more. */
    static Totals with(@Nullable Totals before, Occurrence error) {
        Totals one = new Totals(error.level(), 1, error.receivedAt(), error.receivedAt());
        return before == null ? one : before.plus(one);
    }

    /** Both together. */
    Totals plus(Totals other) {
        return new Totals(
                level.or(other.level),
                count + other.count,
                firstSeen.isBefore(other.firstSeen) ? firstSeen : other.firstSeen,
                lastSeen.isAfter(other.lastSeen) ? lastSeen : other.lastSeen);
    }
}
