package io.vigie.error.events;

import io.vigie.error.storage.Guarded;
import io.vigie.error.storage.Origin;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What the bodies of a service and day take, and from where on there is less room, or none. The last records of before are stored, so that
 * whoever asks again for a record is told the same.
 *
 * @param id {@code service/2026-11-21}
 * @param bytes of all bodies that are kept
 * @param anyUpTo the last record of which any body had room; null while that is so
 * @param firstUpTo the last record of which the first body of a group had room; null while that is so
 */
public record BodyDay(
        String id,
        long rev,
        Origin from,
        String day,
        long bytes,
        @Nullable Origin anyUpTo,
        @Nullable Origin firstUpTo) implements Guarded {

    /** For which bodies there is room. */
    enum Room {
        ANY,
        /** Of a group's bodies only the first one. */
        FIRST,
        NONE
    }

    /** The id of a service's day. */
    public static String id(String service, Instant time) {
        return service + "/" + SampleDay.day(time);
    }

    static BodyDay empty(String id, Instant time, Origin from) {
        return new BodyDay(id, 0, from, SampleDay.day(time), 0, null, null);
    }

    /** What room there was when the turn of a record came that this holds, or is for the next one. */
    Room room(Origin record) {
        if (firstUpTo != null && !firstUpTo.includes(record)) {
            return Room.NONE;
        }
        return anyUpTo != null && !anyUpTo.includes(record) ? Room.FIRST : Room.ANY;
    }

    /** After one more record, by which the bodies have grown; firsts have room for as much again. */
    BodyDay with(long more, Origin record, long most) {
        long all = bytes + more;
        return new BodyDay(
                id,
                rev,
                record,
                day,
                all,
                anyUpTo == null && all >= most ? record : anyUpTo,
                firstUpTo == null && all >= 2 * most ? record : firstUpTo);
    }

    BodyDay next(long nextRev) {
        return new BodyDay(id, nextRev, from, day, bytes, anyUpTo, firstUpTo);
    }
}
