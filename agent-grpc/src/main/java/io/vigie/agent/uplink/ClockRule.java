package io.vigie.agent.uplink;

import io.vigie.agent.buffer.BootHistory;
import io.vigie.agent.buffer.BufferedFrame;
import io.vigie.agent.buffer.FrameBuffer;
import io.vigie.agent.buffer.Position;
import io.vigie.agent.clock.AgentClock;
import io.vigie.agent.clock.Dating;
import io.vigie.agent.clock.Moment;
import io.vigie.proto.metrics.v1.Frame;
import java.io.IOException;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Decides once how the frames of each boot are dated: time since the boot plus an offset that is in the buffer before it
 * is used. For one thread.
 *
 * <p>For the present boot the offset comes from the machine's clock where that is within 5 s of the server's, else from
 * the server's; a later connection changes it, for frames that were never sent, where it has become wrong by more than
 * 5 s. An earlier boot that had a connection has its offset. One that had none takes the clock of its last frame at which
 * that was synchronised; else it is estimated.
 */
final class ClockRule {

    private static final long TOLERANCE = 5_000;

    /** Before this moment (2024-01-01) no agent existed: a clock that shows less was never set. */
    private static final long EARLIEST = 1_704_067_200_000L;

    private final FrameBuffer buffer;
    private final AgentClock clock;
    private Position lastSent;

    ClockRule(FrameBuffer buffer, AgentClock clock) {
        this.buffer = buffer;
        this.clock = clock;
        this.lastSent = new Position(buffer.epoch(), 0);
    }

    /** Compares the clock with the server's, at each connection, before anything is sent. */
    void connected(long serverTime) throws IOException {
        Moment now = clock.now();
        Position next = new Position(lastSent.epoch(), lastSent.seq() + 1);
        Dating present = buffer.dating(now.boot(), next);
        if (present == null) {
            boolean right = Math.abs(now.wall() - serverTime) <= TOLERANCE;
            long offset = right ? now.wallOffset() : serverTime - now.sinceBoot();
            buffer.date(new Dating(now.boot(), 0, 0, offset, false));
        } else if (Math.abs(present.date(now.sinceBoot()) - serverTime) > TOLERANCE) {
            long offset = serverTime - now.sinceBoot();
            buffer.date(new Dating(now.boot(), next.epoch(), next.seq(), offset, false));
        }
    }

    /** The frame with its date, the same at each call. */
    Frame dated(BufferedFrame frame) throws IOException {
        Dating dating = buffer.dating(frame.at().boot(), frame.position());
        if (dating == null) {
            dating = datingOfEarlier(frame);
            buffer.date(dating);
        }
        if (frame.position().isAfter(lastSent)) {
            lastSent = frame.position();
        }
        return frame.frame().toBuilder()
                .setTimestamps(0, dating.date(frame.at().sinceBoot()))
                .setTimeEstimated(dating.estimated())
                .build();
    }

    private Dating datingOfEarlier(BufferedFrame frame) {
        UUID boot = frame.at().boot();
        BootHistory history = buffer.history(boot);
        Moment synchronised = history == null ? null : history.lastSynchronised();
        if (synchronised != null) {
            return new Dating(boot, 0, 0, synchronised.wallOffset(), false);
        }
        Moment last = history == null ? frame.at() : history.last();
        return new Dating(boot, 0, 0, estimate(last), true);
    }

    /** The clock's own idea where it can be true; else the boot is taken to have ended when the present one began. */
    private long estimate(Moment last) {
        Moment now = clock.now();
        @Nullable Dating present = buffer.dating(now.boot(), lastSent);
        long presentBoot = present == null ? now.wallOffset() : present.date(0);
        boolean possible = last.wall() >= EARLIEST && last.wall() <= presentBoot;
        return possible ? last.wallOffset() : presentBoot - last.sinceBoot();
    }
}
