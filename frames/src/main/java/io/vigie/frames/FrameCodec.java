package io.vigie.frames;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdException;
import io.vigie.frames.StoredFrame.ValueColumn;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.BitSet;
import java.util.zip.CRC32C;

/**
 * Frames as bytes and back, exactly. The layout of version 1 is in this module's README; version 1 stays readable for ever.
 *
 * <p>Thread-safe.
 */
public final class FrameCodec {

    /** The version that {@link #encode} writes. */
    public static final byte VERSION = 1;

    /** The most bytes of a frame before compression. */
    public static final int MAX_RAW_BYTES = 40 * 1024 * 1024;

    static final int CHECKSUM_AT = 1;
    static final int COVERED_FROM = CHECKSUM_AT + Integer.BYTES;
    static final int RAW_DOUBLES = 255;

    private static final int ZSTD_LEVEL = 1;

    private FrameCodec() {}

    /**
     * The frame as bytes.
     *
     * @throws IllegalArgumentException where it is larger than {@link #MAX_RAW_BYTES}
     */
    public static byte[] encode(StoredFrame frame) {
        byte[] raw = raw(frame);
        if (raw.length > MAX_RAW_BYTES) {
            throw new IllegalArgumentException(
                    "frame: at most " + MAX_RAW_BYTES + " bytes are allowed, there are " + raw.length);
        }
        RawWriter head = new RawWriter();
        head.single(VERSION);
        head.raw(new byte[0], Integer.BYTES);
        head.unsigned(raw.length);
        byte[] compressed = Zstd.compress(raw, ZSTD_LEVEL);
        head.raw(compressed, compressed.length);
        byte[] bytes = head.toByteArray();
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putInt(CHECKSUM_AT, checksum(bytes));
        return bytes;
    }

    /**
     * Checks and unpacks the bytes; columns are decoded only when they are asked for.
     *
     * @throws MalformedFrameException where these are not the unharmed bytes of a frame. It never needs more memory than
     *     a frame of the largest allowed size.
     */
    public static EncodedFrame open(byte[] bytes) throws MalformedFrameException {
        if (bytes.length <= COVERED_FROM) {
            throw new MalformedFrameException("the frame ends too early: it has " + bytes.length + " bytes");
        }
        if (bytes[0] != VERSION) {
            throw new MalformedFrameException("version " + bytes[0] + " is not known, only " + VERSION);
        }
        int stored = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getInt(CHECKSUM_AT);
        if (stored != checksum(bytes)) {
            throw new MalformedFrameException("the checksum is wrong: the frame is damaged");
        }
        return EncodedFrame.parse(unpack(bytes));
    }

    private static byte[] unpack(byte[] bytes) throws MalformedFrameException {
        RawReader head = new RawReader(bytes, COVERED_FROM, bytes.length - COVERED_FROM);
        long length = head.unsigned();
        if (length < 0 || length > MAX_RAW_BYTES) {
            throw new MalformedFrameException("frame: at most " + MAX_RAW_BYTES + " bytes are allowed, it claims "
                    + Long.toUnsignedString(length));
        }
        byte[] raw = new byte[(int) length];
        try {
            long unpacked = Zstd.decompressByteArray(raw, 0, raw.length, bytes, head.position(), head.remaining());
            if (unpacked != length) {
                throw new MalformedFrameException("frame: claims " + length + " bytes and has " + unpacked);
            }
        } catch (ZstdException e) {
            throw new MalformedFrameException("the compressed part can't be read", e);
        }
        return raw;
    }

    private static int checksum(byte[] bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, COVERED_FROM, bytes.length - COVERED_FROM);
        return (int) crc.getValue();
    }

    private static byte[] raw(StoredFrame frame) {
        RawWriter out = new RawWriter();
        out.unsigned(frame.times().length);
        out.unsigned(frame.columns().size());
        times(out, frame.times());
        RawWriter bodies = new RawWriter();
        for (ValueColumn column : frame.columns()) {
            identity(out, column.column());
            values(out, bodies, column.values());
        }
        out.append(bodies);
        return out.toByteArray();
    }

    private static void times(RawWriter out, long[] times) {
        long last = 0;
        long lastDelta = 0;
        for (long time : times) {
            long delta = time - last;
            out.signed(delta - lastDelta);
            last = time;
            lastDelta = delta;
        }
    }

    private static void identity(RawWriter out, Column column) {
        out.text(column.name());
        out.unsigned(column.labels().size());
        column.labels().forEach((key, value) -> {
            out.text(key);
            out.text(value);
        });
        out.text(column.unit());
        out.single(column.kind() == ColumnKind.COUNTER ? 2 : 1);
    }

    private static void values(RawWriter out, RawWriter bodies, ColumnValues values) {
        int bodyFrom = bodies.size();
        BitSet present = values.present();
        if (present != null) {
            bodies.raw(present.toByteArray(), (values.moments() + 7) / 8);
        }
        Decimals decimals = Decimals.of(values.packed());
        out.single(decimals == null ? RAW_DOUBLES : decimals.scale());
        out.single(present == null ? 0 : 1);
        out.unsigned(values.count());
        if (decimals == null) {
            doubles(out, bodies, values.packed());
        } else {
            integers(out, bodies, decimals);
        }
        out.unsigned(bodies.size() - bodyFrom);
    }

    private static void doubles(RawWriter out, RawWriter bodies, double[] values) {
        ColumnStats stats = ColumnStats.of(values);
        out.unsigned(stats.count());
        out.bits(stats.min());
        out.bits(stats.max());
        out.bits(stats.sum());
        for (double value : values) {
            bodies.bits(value);
        }
    }

    private static void integers(RawWriter out, RawWriter bodies, Decimals decimals) {
        long min = Long.MAX_VALUE;
        long max = Long.MIN_VALUE;
        long last = 0;
        for (long integer : decimals.integers()) {
            min = Math.min(min, integer);
            max = Math.max(max, integer);
            bodies.signed(integer - last);
            last = integer;
        }
        if (decimals.integers().length > 0) {
            out.signed(min);
            out.signed(max);
            out.signed(decimals.sum());
        }
    }
}
