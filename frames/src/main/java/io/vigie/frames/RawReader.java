package io.vigie.frames;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Reads what {@link RawWriter} wrote, within bounds: what is not there is a {@link MalformedFrameException}. */
final class RawReader {

    private final ByteBuffer bytes;

    RawReader(byte[] bytes, int from, int length) {
        this.bytes = ByteBuffer.wrap(bytes, from, length).order(ByteOrder.LITTLE_ENDIAN);
    }

    int position() {
        return bytes.position();
    }

    int remaining() {
        return bytes.remaining();
    }

    long unsigned() throws MalformedFrameException {
        long value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            int next = single();
            value |= (long) (next & 0x7F) << shift;
            if ((next & 0x80) == 0) {
                return value;
            }
        }
        throw new MalformedFrameException("a number has more than 10 bytes at " + bytes.position());
    }

    long signed() throws MalformedFrameException {
        long value = unsigned();
        return value >>> 1 ^ -(value & 1);
    }

    /** A count of things that take at least so many bytes each: never more than can still follow. */
    int count(String what, int max, int bytesEach) throws MalformedFrameException {
        long value = unsigned();
        if (value < 0 || value > max || value * bytesEach > bytes.remaining()) {
            throw new MalformedFrameException(
                    what + ": " + Long.toUnsignedString(value) + " of them are not possible here");
        }
        return (int) value;
    }

    String text(String what) throws MalformedFrameException {
        int length = count(what, Integer.MAX_VALUE, 1);
        ByteBuffer utf8 = bytes.slice(bytes.position(), length);
        bytes.position(bytes.position() + length);
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(utf8).toString();
        } catch (CharacterCodingException e) {
            throw new MalformedFrameException(what + ": is not UTF-8", e);
        }
    }

    double bits() throws MalformedFrameException {
        need(Double.BYTES);
        return Double.longBitsToDouble(bytes.getLong());
    }

    byte[] raw(int length) throws MalformedFrameException {
        need(length);
        byte[] copy = new byte[length];
        bytes.get(copy);
        return copy;
    }

    int single() throws MalformedFrameException {
        need(1);
        return bytes.get() & 0xFF;
    }

    private void need(int length) throws MalformedFrameException {
        if (bytes.remaining() < length) {
            throw new MalformedFrameException("the frame ends " + (length - bytes.remaining()) + " bytes too early");
        }
    }
}
