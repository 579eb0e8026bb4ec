package io.vigie.alert.evaluation;

/**
 * How far a partition's time has come, proved by its canaries. It stands still while there are none, so that an outage of ours
 * makes nobody silent. Immutable.
 *
 * @param time milliseconds; only differences mean something
 * @param lastCanary what the latest canary said
 */
public record PartitionClock(long time, long lastCanary) {

    /** Before the first canary. */
    static final PartitionClock START = new PartitionClock(0, Long.MIN_VALUE);

    /** Further back than this, ingest's clock was set; less is two instances of ingest beside each other. */
    private static final long STEP_BACK_MILLIS = 60_000;

    /** After a canary; a gap counts at most two periods. */
    PartitionClock after(long canary, long periodMillis) {
        if (lastCanary == Long.MIN_VALUE) {
            return new PartitionClock(time, canary);
        }
        long gap = canary - lastCanary;
        if (gap < 0) {
            return gap < -STEP_BACK_MILLIS ? new PartitionClock(time, canary) : this;
        }
        return new PartitionClock(time + Math.min(gap, 2 * periodMillis), canary);
    }
}
