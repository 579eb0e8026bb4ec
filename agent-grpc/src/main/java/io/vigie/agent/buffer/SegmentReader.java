package io.vigie.agent.buffer;

import com.google.protobuf.InvalidProtocolBufferException;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/** Reads the entries of one segment in order and steps over what is damaged. For one thread. */
final class SegmentReader implements Closeable {

    private static final int CHUNK = 1 << 16;

    private final FileChannel channel;
    private long next;
    private boolean frameLostAtEnd;

    SegmentReader(Path file) throws IOException {
        this.channel = FileChannel.open(file, StandardOpenOption.READ);
    }

    /** The next good entry that ends at or before {@code limit}, or null where there is none. */
    @Nullable
    Entry next(long limit) throws IOException {
        while (limit > next) {
            ByteBuffer body = body(next, limit);
            if (body == null) {
                frameLostAtEnd |= mayBeFrame(next);
                next = nextMagic(next + 1, limit);
                continue;
            }
            next += Entry.HEADER + body.remaining();
            try {
                Entry entry = Entry.decode(body);
                frameLostAtEnd &= !(entry instanceof Entry.Measured);
                return entry;
            } catch (InvalidProtocolBufferException e) {
                // Its CRC is right, so a newer agent wrote it: nothing that this one could know.
            }
        }
        return null;
    }

    private boolean mayBeFrame(long at) throws IOException {
        ByteBuffer start = read(at, Entry.HEADER + 1);
        return start.remaining() <= Entry.HEADER
                || start.getInt(0) != Entry.MAGIC
                || start.get(Entry.HEADER) == Entry.MEASURED;
    }

    /** Whether behind the last good frame there is something damaged that may have been one. */
    boolean isFrameLostAtEnd() {
        return frameLostAtEnd;
    }

    private @Nullable ByteBuffer body(long at, long limit) throws IOException {
        ByteBuffer header = read(at, Entry.HEADER);
        if (header.remaining() < Entry.HEADER || header.getInt() != Entry.MAGIC) {
            return null;
        }
        int length = header.getInt();
        if (length <= 0 || length > Entry.MOST_BODY || at + Entry.HEADER + length > limit) {
            return null;
        }
        ByteBuffer body = read(at + Entry.HEADER, length);
        return body.remaining() == length && Entry.crc(body.duplicate()) == header.getInt() ? body : null;
    }

    /** Where the next entry may begin, or {@code limit}. */
    private long nextMagic(long from, long limit) throws IOException {
        for (long at = from; at < limit; at += CHUNK - 3) {
            ByteBuffer chunk = read(at, (int) Math.min(CHUNK, limit - at));
            for (int i = 0; i + 4 <= chunk.limit(); i++) {
                if (chunk.getInt(i) == Entry.MAGIC) {
                    return at + i;
                }
            }
        }
        return limit;
    }

    private ByteBuffer read(long at, int length) throws IOException {
        ByteBuffer into = ByteBuffer.allocate(length);
        while (into.hasRemaining() && channel.read(into, at + into.position()) >= 0) {
            // goes on until it is full or the file ends
        }
        return into.flip();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
