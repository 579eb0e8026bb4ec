package io.vigie.ingest.frame;

import io.vigie.proto.FrameDecoder;
import io.vigie.proto.InvalidFrameException;
import io.vigie.proto.metrics.v1.Frame;
import java.time.Duration;
import java.time.InstantSource;

/** The rules of {@code metrics.proto}, and which timestamps are taken. */
public final class FrameRules {

    /** The most hours from the first to the last timestamp of a frame: each touched hour is a document to be written. */
    static final int MAX_HOURS = 48;

    private static final long HOUR_MILLIS = Duration.ofHours(1).toMillis();

    private final InstantSource clock;
    private final Duration maxAge;
    private final Duration maxAhead;

    /** Refuses what is older than {@code maxAge} or more than {@code maxAhead} in the future. */
    public FrameRules(InstantSource clock, Duration maxAge, Duration maxAhead) {
        this.clock = clock;
        this.maxAge = maxAge;
        this.maxAhead = maxAhead;
    }

    /**
     * Checks a frame.
     *
     * @param columns how many columns its schema has
     * @throws InvalidFrameException with a stable code and a sentence that names field and limit
     */
    public void check(Frame frame, int columns) throws InvalidFrameException {
        FrameDecoder.check(frame, columns);
        long now = clock.millis();
        int last = frame.getTimestampsCount() - 1;
        checkHours(last, frame.getTimestamps(last) - frame.getTimestamps(0));
        if (frame.getTimestamps(last) > now + maxAhead.toMillis()) {
            throw new InvalidFrameException(
                    "timestamp_in_future",
                    "timestamps[" + last + "]: at most " + maxAhead.toMinutes() + " min ahead is allowed, it is "
                            + (frame.getTimestamps(last) - now) / 1000 + " s ahead");
        }
        if (frame.getTimestamps(0) < now - maxAge.toMillis()) {
            throw new InvalidFrameException(
                    "timestamp_too_old",
                    "timestamps[0]: at most " + maxAge.toDays() + " d ago is allowed, it is "
                            + Duration.ofMillis(now - frame.getTimestamps(0)).toDays() + " d ago");
        }
    }

    private static void checkHours(int last, long millis) throws InvalidFrameException {
        // Increasing timestamps may be so far apart that their difference is beyond a long.
        if (millis < 0 || millis > MAX_HOURS * HOUR_MILLIS) {
            throw new InvalidFrameException(
                    "too_many_hours",
                    "timestamps[" + last + "]: at most " + MAX_HOURS
                            + " h after timestamps[0] is allowed; send several frames");
        }
    }
}
