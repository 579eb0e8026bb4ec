package io.vigie.agent.clock;

import java.util.UUID;

/**
 * How the frames of a boot get their timestamps. Once on disk it is never changed: a later one takes over from a later
 * frame on.
 *
 * @param boot the boot
 * @param fromEpoch epoch of the first frame that it dates
 * @param fromSeq seq of the first frame that it dates
 * @param offset what added to a frame's time since boot gives milliseconds since the epoch
 * @param estimated whether nothing trustworthy is behind the offset
 */
public record Dating(UUID boot, long fromEpoch, long fromSeq, long offset, boolean estimated) {

    /** The date of a time since that boot, in milliseconds since the epoch. */
    public long date(long sinceBoot) {
        return sinceBoot + offset;
    }
}
