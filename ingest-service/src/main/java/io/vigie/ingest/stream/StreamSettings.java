package io.vigie.ingest.stream;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * What a stream may do, prefix {@code vigie.ingest}.
 *
 * @param maxAge how old a timestamp may be; what is older is past its retention
 * @param maxAhead how far in the future a timestamp may be
 * @param windowFrames how many frames of a stream may be unacknowledged; 1 to 1,000
 * @param windowBytes how many bytes of a stream may be unacknowledged; at least 1 MiB
 * @param helloWithin how long a stream may take to say Hello
 * @param stalledAfter how long a client may leave its acknowledgements unread
 * @param retryAfter what a client is told to wait where it may try again
 */
@ConfigurationProperties("vigie.ingest")
public record StreamSettings(
        @DefaultValue("30d") Duration maxAge,
        @DefaultValue("10m") Duration maxAhead,
        @DefaultValue("32") int windowFrames,
        @DefaultValue("4MB") DataSize windowBytes,
        @DefaultValue("10s") Duration helloWithin,
        @DefaultValue("30s") Duration stalledAfter,
        @DefaultValue("2s") Duration retryAfter) {

    /** The largest message; a frame is a little smaller. */
    static final int MAX_MESSAGE_BYTES = 1024 * 1024;

    private static final int ENVELOPE_BYTES = 1024;

    /** The largest frame. */
    static final int MAX_FRAME_BYTES = MAX_MESSAGE_BYTES - ENVELOPE_BYTES;

    private static final int WIDEST_WINDOW = 1000;

    /** Refuses what can't work, by the setting's name. */
    public StreamSettings {
        positive("max-age", maxAge);
        positive("max-ahead", maxAhead);
        positive("hello-within", helloWithin);
        positive("stalled-after", stalledAfter);
        positive("retry-after", retryAfter);
        if (windowFrames < 1 || windowFrames > WIDEST_WINDOW) {
            throw new IllegalArgumentException(
                    "vigie.ingest.window-frames: 1 to " + WIDEST_WINDOW + " is allowed, it is " + windowFrames);
        }
        if (windowBytes.toBytes() < MAX_MESSAGE_BYTES) {
            throw new IllegalArgumentException(
                    "vigie.ingest.window-bytes: at least 1MB is needed, it is " + windowBytes);
        }
    }

    private static void positive(String name, Duration duration) {
        if (duration.isNegative() || duration.isZero()) {
            throw new IllegalArgumentException("vigie.ingest." + name + ": must be positive, it is " + duration);
        }
    }
}
