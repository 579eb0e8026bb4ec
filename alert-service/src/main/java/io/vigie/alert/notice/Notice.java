package io.vigie.alert.notice;

import io.vigie.alert.storage.Digest;
import java.time.Instant;

/**
 * Something that people must be told.
 *
 * @param id never changes: the same notice handed over again has the same id
 * @param decidedAt when it became due
 */
public record Notice(String id, Kind kind, AlertSnapshot alert, Instant decidedAt) {

    /** What about the alert. */
    public enum Kind {
        /** It has begun, or become worse. */
        FIRING,
        /** It has ended. */
        RESOLVED,
        /** It still lasts. */
        REMINDER
    }

    /** The id of the nth notice of an alert that began at a moment. */
    public static String id(String alertKey, Instant since, long number) {
        return Digest.of(alertKey, since.toString(), Long.toString(number));
    }
}
