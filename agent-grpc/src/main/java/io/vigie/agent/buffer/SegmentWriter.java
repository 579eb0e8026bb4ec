package io.vigie.agent.buffer;

import com.google.protobuf.ByteString;
import io.vigie.proto.metrics.v1.Schema;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Appends entries to a new segment. For one thread. */
final class SegmentWriter implements Closeable {

    final Segment segment;
    private final FileChannel channel;
    private @Nullable ByteString declared;
    private boolean dirty;

    private SegmentWriter(Segment segment, FileChannel channel) {
        this.segment = segment;
        this.channel = channel;
    }

    /** Makes the file with these entries at its head, on disk when this returns. */
    static SegmentWriter create(Segment segment, List<Entry> head) throws IOException {
        FileChannel channel = FileChannel.open(
                segment.file,
                StandardOpenOption.CREATE,
                StandardOpenOption.TRUNCATE_EXISTING,
                StandardOpenOption.WRITE);
        SegmentWriter writer = new SegmentWriter(segment, channel);
        try {
            for (Entry entry : head) {
                writer.append(entry);
            }
            writer.force();
            forceDirectory(segment.file);
            return writer;
        } catch (IOException e) {
            try (channel) {
                channel.truncate(0);
            } catch (IOException again) {
                e.addSuppressed(again);
            }
            throw e;
        }
    }

    private static void forceDirectory(Path file) throws IOException {
        Path directory = file.toAbsolutePath().getParent();
        if (directory != null) {
            try (FileChannel open = FileChannel.open(directory, StandardOpenOption.READ)) {
                open.force(true);
            }
        }
    }

    /** Appends the frame, and its columns before it where this segment does not have them yet. */
    void append(Entry.Measured measured, Schema schema) throws IOException {
        if (!schema.getId().equals(declared)) {
            append(new Entry.Declared(schema));
            declared = schema.getId();
        }
        append(measured);
        segment.lastSeq = measured.seq();
    }

    /** Appends an entry whole or not at all. */
    void append(Entry entry) throws IOException {
        ByteBuffer bytes = entry.encode();
        int length = bytes.remaining();
        try {
            while (bytes.hasRemaining()) {
                channel.write(bytes, segment.size + bytes.position());
            }
        } catch (IOException e) {
            try {
                channel.truncate(segment.size);
            } catch (IOException again) {
                // The next entry overwrites what is there, or its CRC tells.
                e.addSuppressed(again);
            }
            throw e;
        }
        segment.size += length;
        dirty = true;
    }

    /** Returns when everything appended is on disk. */
    void force() throws IOException {
        if (dirty) {
            channel.force(false);
            dirty = false;
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
