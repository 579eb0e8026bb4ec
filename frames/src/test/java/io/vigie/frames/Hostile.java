package io.vigie.frames;

import com.github.luben.zstd.Zstd;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;

/** Takes frames apart and puts them together again with any contents and a right checksum. */
final class Hostile {

    private Hostile() {}

    static byte[] raw(byte[] frame) {
        try {
            RawReader head = new RawReader(frame, FrameCodec.COVERED_FROM, frame.length - FrameCodec.COVERED_FROM);
            byte[] raw = new byte[(int) head.unsigned()];
            Zstd.decompressByteArray(raw, 0, raw.length, frame, head.position(), head.remaining());
            return raw;
        } catch (MalformedFrameException e) {
            throw new AssertionError(e);
        }
    }

    static byte[] sealed(byte[] raw) {
        RawWriter out = new RawWriter();
        out.single(FrameCodec.VERSION);
        out.raw(new byte[0], Integer.BYTES);
        out.unsigned(raw.length);
        byte[] compressed = Zstd.compress(raw, 1);
        out.raw(compressed, compressed.length);
        byte[] bytes = out.toByteArray();
        CRC32C crc = new CRC32C();
        crc.update(bytes, FrameCodec.COVERED_FROM, bytes.length - FrameCodec.COVERED_FROM);
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putInt(FrameCodec.CHECKSUM_AT, (int) crc.getValue());
        return bytes;
    }
}
