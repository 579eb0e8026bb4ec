package io.vigie.frames;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Appends varints, texts and numbers to a growing array. */
final class RawWriter {

    private byte[] bytes = new byte[1024];
    private int size;

    void unsigned(long value) {
        room(10);
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            bytes[size++] = (byte) (rest & 0x7F | 0x80);
            rest >>>= 7;
        }
        bytes[size++] = (byte) rest;
    }

    void signed(long value) {
        unsigned(value << 1 ^ value >> 63);
    }

    void text(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        unsigned(utf8.length);
        raw(utf8, utf8.length);
    }

    void bits(double value) {
        room(Double.BYTES);
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putLong(size, Double.doubleToRawLongBits(value));
        size += Double.BYTES;
    }

    /** The first bytes of an array, filled up with zeros where it is shorter. */
    void raw(byte[] source, int length) {
        room(length);
        int given = Math.min(length, source.length);
        System.arraycopy(source, 0, bytes, size, given);
        Arrays.fill(bytes, size + given, size + length, (byte) 0);
        size += length;
    }

    void append(RawWriter other) {
        raw(other.bytes, other.size);
    }

    void single(int value) {
        room(1);
        bytes[size++] = (byte) value;
    }

    int size() {
        return size;
    }

    byte[] toByteArray() {
        return Arrays.copyOf(bytes, size);
    }

    private void room(int more) {
        if (bytes.length - size < more) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, size + more));
        }
    }
}
