package io.vigie.error.events;

import io.vigie.error.storage.Guarded;
import io.vigie.error.storage.Origin;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What the bodies of a service and day take, and from where on there is no room for more.
 *
 * @param id {@code service/2026-11-21}
 * @param bytes of all bodies that are kept
 * @param lastOffset of the last record that there was room for, null while there is: so whoever asks again for a record is told the same
 */
public record BodyDay(
        String id,
        long rev,
        Origin from,
        String day,
        long bytes,
        @Nullable Long lastOffset) implements Guarded {

    /** The id of a service's day. */
    public static String id(String service, Instant time) {
        return service + "/" + SampleDay.day(time);
    }

    static BodyDay empty(String id, Instant time, Origin from) {
        return new BodyDay(id, 0, from, SampleDay.day(time), 0, null);
    }

    /** Whether there was room when the turn of a record came that this holds, or is for the next one. */
    boolean hasRoom(Origin record) {
        return lastOffset == null || includes(record) && record.offset() <= lastOffset;
    }

    /** After one more record, by which the bodies have grown. */
    BodyDay with(long more, Origin record, long most) {
        long all = bytes + more;
        return new BodyDay(
                id, rev, record, day, all, lastOffset == null && all >= most ? (Long) record.offset() : lastOffset);
    }

    BodyDay next(long nextRev) {
        return new BodyDay(id, nextRev, from, day, bytes, lastOffset);
    }
}
