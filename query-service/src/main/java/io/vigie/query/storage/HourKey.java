package io.vigie.query.storage;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/**
 * What a stored frame covers: an hour of one source. Where one document is too small for it, further parts follow.
 *
 * @param hour hours since the epoch
 * @param part from 1
 */
public record HourKey(String source, long hour, int part) {

    private static final long MILLIS = Duration.ofHours(1).toMillis();
    private static final DateTimeFormatter FORM =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH").withZone(ZoneOffset.UTC);

    /** The first part of the hour of a moment (milliseconds since the epoch). */
    public static HourKey of(String source, long time) {
        return new HourKey(source, hourOf(time), 1);
    }

    /** Hours since the epoch of a moment in milliseconds since the epoch. */
    public static long hourOf(long time) {
        return Math.floorDiv(time, MILLIS);
    }

    /** The first millisecond of an hour. */
    public static long startOf(long hour) {
        return hour * MILLIS;
    }

    /** The part that follows. */
    public HourKey next() {
        return new HourKey(source, hour, part + 1);
    }

    /** The document's {@code _id}: {@code source/2026-11-20T10}, with {@code #2} and so on for further parts. */
    public String id() {
        String id = source + "/" + FORM.format(Instant.ofEpochMilli(startOf(hour)));
        return part == 1 ? id : id + "#" + part;
    }

    @Override
    public String toString() {
        return id();
    }
}
