package io.vigie.query.series;

import io.vigie.kit.problem.FieldError;
import io.vigie.kit.problem.ProblemException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Which series of a source are asked for.
 *
 * @param names metric names, 1 to 100
 * @param from the first millisecond since the epoch
 * @param to the first one that is not asked for any more
 * @param maxPoints 2 to 10,000
 */
public record SeriesRequest(String source, Set<String> names, long from, long to, int maxPoints) {

    /** The most names. */
    public static final int MAX_NAMES = 100;

    private static final int MIN_POINTS = 2;
    private static final int MAX_POINTS = 10_000;
    private static final Duration MAX_RANGE = Duration.ofDays(366);

    /**
     * Checks what a client asks for.
     *
     * @throws ProblemException that names each wrong field and its limit
     */
    public static SeriesRequest of(String source, List<String> names, Instant from, Instant to, int maxPoints) {
        List<FieldError> errors = new ArrayList<>();
        if (names.isEmpty() || names.size() > MAX_NAMES) {
            errors.add(new FieldError("names", "1 to " + MAX_NAMES + " are allowed, there are " + names.size()));
        }
        if (!from.isBefore(to)) {
            errors.add(new FieldError("to", "must be later than from"));
        } else if (Duration.between(from, to).compareTo(MAX_RANGE) > 0) {
            errors.add(new FieldError("to", "at most " + MAX_RANGE.toDays() + " days after from are allowed"));
        }
        if (maxPoints < MIN_POINTS || maxPoints > MAX_POINTS) {
            errors.add(
                    new FieldError("maxPoints", MIN_POINTS + " to " + MAX_POINTS + " is allowed, it is " + maxPoints));
        }
        if (!errors.isEmpty()) {
            throw new ProblemException("The range of series is not valid", errors);
        }
        return new SeriesRequest(source, Set.copyOf(names), from.toEpochMilli(), to.toEpochMilli(), maxPoints);
    }
}
