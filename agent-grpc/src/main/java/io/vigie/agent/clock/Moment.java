package io.vigie.agent.clock;

import java.util.UUID;

/**
 * A moment as the agent knows it, before it has a date that can be trusted.
 *
 * @param boot the boot that {@code sinceBoot} counts in
 * @param sinceBoot milliseconds since that boot; never steps
 * @param wall milliseconds since the epoch by the machine's own clock, which may be wrong and may step
 * @param synchronised whether that clock was set by a time server since the boot
 */
public record Moment(UUID boot, long sinceBoot, long wall, boolean synchronised) {

    /** What added to {@code sinceBoot} gives the machine's own clock. */
    public long wallOffset() {
        return wall - sinceBoot;
    }
}
