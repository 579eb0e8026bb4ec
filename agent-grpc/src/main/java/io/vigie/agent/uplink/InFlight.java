package io.vigie.agent.uplink;

import io.vigie.agent.buffer.Position;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** The frames of a stream that are not acknowledged yet, in the order in which they were sent. For one thread. */
final class InFlight {

    private static final class Sent {
        final Position position;
        final int bytes;
        boolean done;

        Sent(Position position, int bytes) {
            this.position = position;
            this.bytes = bytes;
        }
    }

    private final Deque<Sent> frames = new ArrayDeque<>();
    private final int mostFrames;
    private final long mostBytes;
    private long bytes;

    InFlight(int mostFrames, long mostBytes) {
        this.mostFrames = mostFrames;
        this.mostBytes = mostBytes;
    }

    /** Whether a frame may be sent; one alone may be larger than the window. */
    boolean hasRoom(int frameBytes) {
        return frames.isEmpty() || (frames.size() < mostFrames && bytes + frameBytes <= mostBytes);
    }

    boolean isEmpty() {
        return frames.isEmpty();
    }

    int size() {
        return frames.size();
    }

    void sent(Position position, int frameBytes) {
        frames.addLast(new Sent(position, frameBytes));
        bytes += frameBytes;
    }

    /**
     * Marks the frames of an epoch up to a seq as done.
     *
     * @return up to where every frame is done now; null where nothing new is
     */
    @Nullable
    Position acknowledged(long epoch, long upToSeq) {
        for (Sent frame : frames) {
            frame.done |= frame.position.epoch() == epoch && frame.position.seq() <= upToSeq;
        }
        return done();
    }

    private @Nullable Position done() {
        Position upTo = null;
        for (Sent first = frames.peekFirst(); first != null && first.done; first = frames.peekFirst()) {
            upTo = first.position;
            bytes -= first.bytes;
            frames.removeFirst();
        }
        return upTo;
    }
}
