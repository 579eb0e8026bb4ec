package io.vigie.agent.buffer;

import io.vigie.agent.clock.Moment;
import io.vigie.proto.metrics.v1.Frame;
import io.vigie.proto.metrics.v1.Schema;
import java.io.Closeable;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Reads frames in their order, those that are appended meanwhile included. For one thread. */
public final class FrameReader implements Closeable {

    private final FrameBuffer buffer;
    private Position previous;
    /** How many frames were given away since the last one that was delivered for good. */
    private long discarded;

    private @Nullable Segment segment;
    private @Nullable SegmentReader in;
    private @Nullable Schema declared;

    FrameReader(FrameBuffer buffer, Position previous) {
        this.buffer = buffer;
        this.previous = previous;
    }

    /** The next frame; null where there is none now. */
    public @Nullable BufferedFrame next() throws IOException {
        synchronized (buffer) {
            BufferedFrame frame = nextOnDisk();
            return frame == null ? nextInMemory() : frame;
        }
    }

    private @Nullable BufferedFrame nextOnDisk() throws IOException {
        while (true) {
            Segment current = segment;
            SegmentReader reader = in;
            Entry entry = current == null || reader == null || !buffer.has(current) ? null : reader.next(current.size);
            if (current == null || entry == null) {
                if (!openNext()) {
                    return null;
                }
            } else if (entry instanceof Entry.Declared columns) {
                declared = columns.schema();
            } else if (entry instanceof Entry.Measured measured) {
                Position position = new Position(current.first.epoch(), measured.seq());
                Schema schema = schemaOf(measured.frame());
                if (position.isAfter(previous)
                        && schema != null
                        && !buffer.state().isDiscarded(position)) {
                    return delivered(position, measured.at(), schema, measured.frame());
                }
            }
        }
    }

    private boolean openNext() throws IOException {
        Segment following = buffer.segmentAfter(segment);
        if (following == null) {
            return false;
        }
        close();
        in = new SegmentReader(following.file);
        segment = following;
        return true;
    }

    private @Nullable Schema schemaOf(Frame frame) {
        return declared != null && declared.getId().equals(frame.getSchemaId())
                ? declared
                : buffer.state().schema(frame.getSchemaId());
    }

    private @Nullable BufferedFrame nextInMemory() {
        FrameBuffer.Waiting frame = buffer.firstWaitingAfter(previous);
        return frame == null ? null : delivered(frame.position(), frame.at(), frame.schema(), frame.frame());
    }

    private BufferedFrame delivered(Position position, Moment at, Schema schema, Frame frame) {
        long lost = buffer.state().lostBetween(previous, position) + discarded;
        previous = position;
        discarded = 0;
        return new BufferedFrame(position, at, schema, frame, lost);
    }

    /** Gives the frame away that was read last, or that is alone on its way: it counts as missing before the next one. */
    public void discard(BufferedFrame frame) {
        buffer.discard(frame.position());
        discarded += frame.droppedBefore() + 1;
    }

    /** Closes the file that it reads. */
    @Override
    public void close() throws IOException {
        if (in != null) {
            in.close();
            in = null;
        }
    }
}
