package io.vigie.agent.buffer;

import io.vigie.agent.clock.AgentClock;
import io.vigie.agent.clock.Dating;
import io.vigie.agent.clock.Moment;
import io.vigie.proto.metrics.v1.Frame;
import io.vigie.proto.metrics.v1.Schema;
import java.io.Closeable;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Frames on disk, in their order, until they are acknowledged.
 *
 * <p>Append-only segment files of one epoch each; a CRC32C per entry; deleted when all their frames are acknowledged, or,
 * beyond the size limit, the oldest first. Where the disk takes nothing, the last few frames are kept in memory. Every
 * frame that gets lost shows in {@link BufferedFrame#droppedBefore()} of the next one.
 *
 * <p>For any number of threads.
 */
public final class FrameBuffer implements Closeable {

    private static final System.Logger LOG = System.getLogger(FrameBuffer.class.getName());
    private static final int MOST_IN_MEMORY = 64;
    private static final int BLOCK = 4096;

    /** A frame that is not on disk yet. */
    record Waiting(Position position, Moment at, Schema schema, Frame frame) {}

    private final Path directory;
    private final long mostBytes;
    private final long segmentBytes;
    private final Reserve reserve;
    private final UUID boot;
    private final long epoch;
    private final BufferState state = new BufferState();
    private final NavigableMap<Position, Segment> segments = new TreeMap<>();
    private final Deque<Waiting> waiting = new ArrayDeque<>();
    private @Nullable SegmentWriter writer;
    private long lastSeq;
    private boolean failing;

    /**
     * Opens the buffer of a folder, which is made where it is missing, and begins a new epoch.
     *
     * @param mostBytes how large all segments together may become, at least 64 KiB
     * @throws IOException where the folder can't be read, or the new epoch can't be written
     */
    public static FrameBuffer open(Path directory, long mostBytes, AgentClock clock) throws IOException {
        Files.createDirectories(directory);
        return new FrameBuffer(directory, mostBytes, clock.now());
    }

    private FrameBuffer(Path directory, long mostBytes, Moment now) throws IOException {
        this.directory = directory;
        this.mostBytes = mostBytes;
        this.segmentBytes = Math.min(mostBytes / 16, 1 << 20);
        this.reserve = new Reserve(directory);
        this.boot = now.boot();
        scan();
        this.epoch = nextEpoch(now.wall());
        try {
            roll();
            deleteAcknowledged();
            reserve.fill();
        } catch (IOException e) {
            failed(e);
        }
    }

    private void scan() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            files.map(Segment::of).flatMap(Optional::stream).forEach(segment -> segments.put(segment.first, segment));
        }
        for (Segment segment : segments.values()) {
            segment.size = Files.size(segment.file);
            scan(segment);
        }
        state.prune(boot);
    }

    private void scan(Segment segment) throws IOException {
        long ofEpoch = segment.first.epoch();
        try (SegmentReader reader = new SegmentReader(segment.file)) {
            for (Entry entry = reader.next(segment.size); entry != null; entry = reader.next(segment.size)) {
                state.absorb(ofEpoch, entry);
                if (entry instanceof Entry.Measured measured) {
                    segment.lastSeq = measured.seq();
                }
            }
            if (reader.isFrameLostAtEnd()) {
                state.lost(new Position(ofEpoch, segment.lastSeq + 1));
            }
        }
    }

    private long nextEpoch(long wallMillis) throws IOException {
        long before = Math.max(
                state.acknowledged().epoch(),
                segments.isEmpty() ? 0 : segments.lastKey().epoch());
        try {
            return EpochFile.next(directory, before, wallMillis);
        } catch (IOException e) {
            if (!reserve.release()) {
                throw e;
            }
            return EpochFile.next(directory, before, wallMillis);
        }
    }

    /** The epoch that began when this buffer was opened. */
    public long epoch() {
        return epoch;
    }

    /**
     * Adds a frame and gives it the next seq. It is on disk after the next {@link #force()}.
     *
     * @param frame with one placeholder for a timestamp: it is of one moment, so that it never spans more hours than the
     *     server takes
     */
    public synchronized Position append(Moment at, Schema schema, Frame frame) {
        if (frame.getTimestampsCount() != 1) {
            throw new IllegalArgumentException(
                    "frame.timestamps: must be one, there are " + frame.getTimestampsCount());
        }
        Position position = new Position(epoch, ++lastSeq);
        state.measured(position, at);
        state.declared(schema);
        waiting.addLast(new Waiting(position, at, schema, frame));
        try {
            while (!waiting.isEmpty()) {
                write(waiting.getFirst());
                waiting.removeFirst();
            }
            recovered();
            dropOldest();
        } catch (IOException e) {
            failed(e);
            if (waiting.size() > MOST_IN_MEMORY) {
                waiting.removeFirst();
            }
        }
        return position;
    }

    private void write(Waiting frame) throws IOException {
        SegmentWriter to = writer;
        if (to == null || to.segment.size >= segmentBytes && to.segment.hasFrames()) {
            to = roll(frame.position());
        }
        to.append(new Entry.Measured(frame.position().seq(), frame.at(), frame.frame()), frame.schema());
    }

    private void roll() throws IOException {
        roll(new Position(epoch, lastSeq + 1));
    }

    private SegmentWriter roll(Position first) throws IOException {
        closeWriter();
        Segment segment = new Segment(directory, first);
        SegmentWriter opened = SegmentWriter.create(segment, state.entries());
        segments.put(first, segment);
        writer = opened;
        return opened;
    }

    private void closeWriter() throws IOException {
        SegmentWriter open = writer;
        if (open != null) {
            writer = null;
            try (open) {
                open.force();
            }
        }
    }

    private void dropOldest() throws IOException {
        while (size() > mostBytes && segments.size() > 1) {
            Segment oldest = segments.firstEntry().getValue();
            if (oldest.last().isAfter(state.acknowledged())) {
                write(new Entry.Ended(oldest.last()));
                state.lost(oldest.last());
                LOG.log(
                        Level.WARNING,
                        "The buffer is full: its oldest frames, " + oldest.first.seq() + " to " + oldest.lastSeq
                                + ", are dropped");
            }
            delete(oldest);
        }
    }

    private long size() {
        long size = 0;
        for (Segment segment : segments.values()) {
            size += (segment.size + BLOCK - 1) / BLOCK * BLOCK;
        }
        return size;
    }

    /** Writes an entry that the buffer can't do without. */
    private void write(Entry entry) throws IOException {
        try {
            writeOnce(entry);
        } catch (IOException e) {
            if (!reserve.release()) {
                throw e;
            }
            writeOnce(entry);
        }
    }

    private void writeOnce(Entry entry) throws IOException {
        SegmentWriter to = writer;
        if (to == null) {
            to = roll(new Position(
                    epoch,
                    waiting.isEmpty()
                            ? lastSeq + 1
                            : waiting.getFirst().position().seq()));
        }
        to.append(entry);
    }

    /** Returns when every frame that the disk took is really on it. */
    public synchronized void force() {
        SegmentWriter open = writer;
        if (open == null) {
            return;
        }
        try {
            open.force();
        } catch (IOException e) {
            // What a failed fsync leaves behind is unknown: nothing more is appended there.
            writer = null;
            failed(e);
        }
    }

    /** A reader that begins behind the last acknowledged frame. */
    public synchronized FrameReader reader() {
        return new FrameReader(this, state.acknowledged());
    }

    /** Every frame up to here is stored by the server, or rejected for good: it is not needed any more. */
    public synchronized void acknowledge(Position position) {
        if (!position.isAfter(state.acknowledged())) {
            return;
        }
        state.acknowledged(position);
        state.prune(boot);
        waiting.removeIf(frame -> !frame.position().isAfter(position));
        try {
            if (writer != null) {
                writer.append(new Entry.Acknowledged(position));
            }
            deleteAcknowledged();
        } catch (IOException e) {
            failed(e);
        }
    }

    /** The server will never take this frame: it is not read any more, and counts as missing before the next one. */
    synchronized void discard(Position position) {
        state.discarded(position, position.seq());
        waiting.removeIf(frame -> frame.position().equals(position));
        try {
            if (writer != null) {
                writer.append(new Entry.Discarded(position, position.seq()));
            }
        } catch (IOException e) {
            failed(e);
        }
    }

    private void deleteAcknowledged() throws IOException {
        Segment current = writer == null ? null : writer.segment;
        for (Segment segment : List.copyOf(segments.values())) {
            if (segment != current && !(segment.hasFrames() && segment.last().isAfter(state.acknowledged()))) {
                delete(segment);
            }
        }
    }

    private void delete(Segment segment) throws IOException {
        segments.remove(segment.first);
        Files.deleteIfExists(segment.file);
    }

    /** How a frame of this place is dated; null where that is not decided yet. */
    public synchronized @Nullable Dating dating(UUID ofBoot, Position position) {
        return state.dating(ofBoot, position);
    }

    /** What the frames of a boot tell about its clock; null where there are none. */
    public synchronized @Nullable BootHistory history(UUID ofBoot) {
        return state.boot(ofBoot);
    }

    /**
     * Decides how frames are dated; on disk when this returns.
     *
     * @throws IOException where it can't be written: then it does not hold, and what it dates may not be sent
     */
    public synchronized void date(Dating dating) throws IOException {
        write(new Entry.Dated(dating));
        if (writer != null) {
            writer.force();
        }
        state.absorb(epoch, new Entry.Dated(dating));
    }

    private void failed(IOException e) {
        if (!failing) {
            failing = true;
            LOG.log(
                    Level.WARNING,
                    "The buffer can't be written (" + e.getMessage() + "); the last " + MOST_IN_MEMORY
                            + " frames are kept in memory");
        }
    }

    private void recovered() {
        if (failing) {
            failing = false;
            reserve.fill();
            LOG.log(Level.INFO, "The buffer can be written again");
        }
    }

    // What FrameReader sees, under this object's lock.

    /** The next one; one that was begun anew under the same name, because nothing of it was on disk, is next too. */
    @Nullable
    Segment segmentAfter(@Nullable Segment segment) {
        var entry = segment == null
                ? segments.firstEntry()
                : has(segment) ? segments.higherEntry(segment.first) : segments.ceilingEntry(segment.first);
        return entry == null ? null : entry.getValue();
    }

    boolean has(Segment segment) {
        return segments.get(segment.first) == segment;
    }

    @Nullable
    Waiting firstWaitingAfter(Position position) {
        for (Waiting frame : waiting) {
            if (frame.position().isAfter(position)) {
                return frame;
            }
        }
        return null;
    }

    BufferState state() {
        return state;
    }

    /** Brings everything to disk and closes the files; nothing may be called after it. */
    @Override
    public synchronized void close() {
        try {
            closeWriter();
        } catch (IOException e) {
            failed(e);
        }
    }
}
