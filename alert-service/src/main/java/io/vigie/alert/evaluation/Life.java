package io.vigie.alert.evaluation;

import io.vigie.proto.stream.v1.SourceFacts;
import java.time.Duration;

/**
 * When a source gives signs of life. Immutable; milliseconds.
 *
 * @param heartbeatMs 0 where not said, like {@code sampleMs}
 * @param observedMs a moving mean of the gaps between records; 0: not known yet
 * @param seenAt the last sign of life, by ingest's clock
 * @param heardAt the partition's time at that moment
 */
public record Life(long heartbeatMs, long sampleMs, long observedMs, long seenAt, long heardAt) {

    /** Not heard of yet. */
    static final Life NONE = new Life(0, 0, 0, Long.MIN_VALUE, 0);

    private static final long LONGEST_INTERVAL = Duration.ofDays(2).toMillis();

    /** Below, gaps are bursts and say nothing of an interval. */
    private static final long SHORTEST_GAP = 1000;

    private static final long LEAST_QUIET = Duration.ofMinutes(2).toMillis();

    Life heard(long receivedAt, PartitionClock clock) {
        return new Life(heartbeatMs, sampleMs, observed(receivedAt), Math.max(seenAt, receivedAt), clock.time());
    }

    Life said(SourceFacts facts) {
        return new Life(
                interval(facts, facts.getHeartbeatIntervalMs(), heartbeatMs),
                interval(facts, facts.getSampleIntervalMs(), sampleMs),
                observedMs,
                seenAt,
                heardAt);
    }

    private static long interval(SourceFacts facts, long said, long before) {
        return facts.getPartial() && said == 0 ? before : Math.clamp(said, 0, LONGEST_INTERVAL);
    }

    /** One long gap counts no more than four usual ones. */
    private long observed(long receivedAt) {
        if (seenAt == Long.MIN_VALUE || receivedAt - seenAt < SHORTEST_GAP) {
            return observedMs;
        }
        long capped = Math.min(receivedAt - seenAt, LONGEST_INTERVAL);
        return observedMs == 0 ? capped : observedMs + (Math.min(capped, observedMs * 4) - observedMs) / 4;
    }

    /** How often it gives a sign of life, as far as is known; 0: not known. */
    long usualInterval() {
        return heartbeatMs > 0 ? heartbeatMs : sampleMs > 0 ? sampleMs : observedMs;
    }

    /** How long it must be silent for an alert that asks for so many seconds. */
    long limit(long afterSeconds) {
        return Math.max(afterSeconds * 1000, usualInterval() * 5 / 2);
    }

    /** How long it must be silent to count as fallen when the fleet is looked at: before any alert of its own. */
    long quietLimit() {
        return Math.max(LEAST_QUIET, usualInterval() * 3 / 2);
    }

    long silence(PartitionClock clock) {
        return clock.time() - heardAt;
    }
}
