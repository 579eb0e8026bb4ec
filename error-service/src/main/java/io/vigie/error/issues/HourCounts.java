package io.vigie.error.issues;

import io.vigie.error.events.Level;
import io.vigie.error.storage.Guarded;
import io.vigie.error.storage.Origin;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How many errors there were within an hour, of a group or of a whole service.
 *
 * @param id {@code subject/hour}
 * @param subject a group key or a service
 * @param service whose errors
 * @param hour hours since the epoch
 */
public record HourCounts(
        String id, long rev, Origin from, String subject, String service, long hour, Map<Level, Long> levels)
        implements Guarded {

    private static final long MILLIS = Duration.ofHours(1).toMillis();

    /** Copies what may change. */
    public HourCounts {
        levels = Map.copyOf(levels);
    }

    /** Hours since the epoch of a moment. */
    public static long hourOf(Instant time) {
        return Math.floorDiv(time.toEpochMilli(), MILLIS);
    }

    /** The begin of an hour. */
    public static Instant startOf(long hour) {
        return Instant.ofEpochMilli(hour * MILLIS);
    }

    /** The document's id. */
    public static String id(String subject, long hour) {
        return subject + "/" + hour;
    }

    /** The hour with more errors, up to a place in Kafka. */
    static HourCounts with(
            @Nullable HourCounts before, String subject, String service, long hour, Origin from, List<Level> more) {
        Map<Level, Long> levels = new EnumMap<>(Level.class);
        if (before != null) {
            levels.putAll(before.levels);
        }
        more.forEach(level -> levels.merge(level, 1L, Long::sum));
        return new HourCounts(
                id(subject, hour), before == null ? 1 : before.rev + 1, from, subject, service, hour, levels);
    }

    /** Of all levels. */
    public long total() {
        return levels.values().stream().mapToLong(Long::longValue).sum();
    }

    /** The same, as if there had been none; its guard stays. */
    public HourCounts emptied() {
        return new HourCounts(id, rev + 1, from, subject, service, hour, Map.of());
    }
}
