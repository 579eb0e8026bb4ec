package io.vigie.proto;

import com.google.protobuf.ByteString;
import io.vigie.proto.metrics.v1.Frame;

/**
 * Unpacks a {@link Frame} after it has checked that the frame keeps the rules of {@code metrics.proto}.
 *
 * <p>Immutable; for any number of threads.
 */
public final class FrameDecoder {

    /** The largest magnitude of a packed integer: every integer up to here is a double. */
    public static final long MAX_INTEGER = 1L << 53;

    /** The most timestamps of a frame. */
    public static final int MAX_TIMESTAMPS = 10_000;

    /** The most values of a frame, gaps included. */
    public static final int MAX_VALUES = 200_000;

    private final Frame frame;
    private final int[] offsets;

    private FrameDecoder(Frame frame, int[] offsets) {
        this.frame = frame;
        this.offsets = offsets;
    }

    /**
     * Checks the frame against the rules and its schema's number of columns.
     *
     * @throws InvalidFrameException where it breaks one
     */
    public static FrameDecoder check(Frame frame, int columns) throws InvalidFrameException {
        checkTimestamps(frame);
        if (frame.getScalesCount() > columns) {
            throw new InvalidFrameException(
                    "too_many_columns",
                    "scales: the schema has " + columns + " columns, there are " + frame.getScalesCount());
        }
        long values = (long) frame.getScalesCount() * frame.getTimestampsCount();
        if (values > MAX_VALUES) {
            throw new InvalidFrameException(
                    "too_many_values", "scales: at most " + MAX_VALUES + " values are allowed, there are " + values);
        }
        return new FrameDecoder(frame, offsetsOf(frame));
    }

    private static void checkTimestamps(Frame frame) throws InvalidFrameException {
        int count = frame.getTimestampsCount();
        if (count == 0 || count > MAX_TIMESTAMPS) {
            throw new InvalidFrameException(
                    "bad_timestamp_count", "timestamps: 1 to " + MAX_TIMESTAMPS + " are allowed, there are " + count);
        }
        for (int t = 1; t < count; t++) {
            if (frame.getTimestamps(t) <= frame.getTimestamps(t - 1)) {
                throw new InvalidFrameException(
                        "timestamps_not_increasing", "timestamps[" + t + "]: must be later than the one before");
            }
        }
    }

    private static int[] offsetsOf(Frame frame) throws InvalidFrameException {
        int[] offsets = new int[frame.getScalesCount()];
        int integers = 0;
        int doubles = 0;
        for (int column = 0; column < offsets.length; column++) {
            int scale = frame.getScales(column);
            if (scale < FrameEncoder.ABSENT || scale > FrameEncoder.MAX_SCALE) {
                throw new InvalidFrameException(
                        "bad_scale",
                        "scales[" + column + "]: -2 to " + FrameEncoder.MAX_SCALE + " is allowed, it is " + scale);
            }
            if (scale == FrameEncoder.ABSENT) {
                continue;
            }
            int count = presentIn(frame, column);
            if (scale == FrameEncoder.DOUBLES) {
                offsets[column] = doubles;
                doubles += count;
            } else {
                offsets[column] = integers;
                integers += count;
            }
        }
        checkCounts(frame, integers, doubles);
        return offsets;
    }

    private static void checkCounts(Frame frame, int integers, int doubles) throws InvalidFrameException {
        if (frame.getIntegersCount() != integers || frame.getDoublesCount() != doubles) {
            throw new InvalidFrameException(
                    "values_do_not_match",
                    "integers, doubles: scales and present ask for " + integers + " and " + doubles + ", there are "
                            + frame.getIntegersCount() + " and " + frame.getDoublesCount());
        }
        for (int i = 0; i < integers; i++) {
            long integer = frame.getIntegers(i);
            if (integer > MAX_INTEGER || integer < -MAX_INTEGER) {
                throw new InvalidFrameException(
                        "integer_too_large",
                        "integers[" + i + "]: at most 2^53 in magnitude is allowed, it is " + integer);
            }
        }
    }

    private static int presentIn(Frame frame, int column) {
        int count = 0;
        for (int t = 0; t < frame.getTimestampsCount(); t++) {
            if (isPresent(frame, column, t)) {
                count++;
            }
        }
        return count;
    }

    private static boolean isPresent(Frame frame, int column, int timestamp) {
        ByteString present = frame.getPresent();
        if (present.isEmpty()) {
            return true;
        }
        int bit = column * frame.getTimestampsCount() + timestamp;
        return bit / 8 < present.size() && (present.byteAt(bit / 8) >> (bit % 8) & 1) == 1;
    }

    /** How many columns the frame speaks of: the schema's, or fewer where the last have no value. */
    public int columns() {
        return offsets.length;
    }

    /** Takes what the frame holds. */
    @FunctionalInterface
    public interface ValueConsumer {

        /** A value, by the index of its timestamp in the frame. */
        void accept(int timestamp, double value);
    }

    /** Hands over the values of a column in the order of time; gaps are left out. */
    public void forEach(int column, ValueConsumer consumer) {
        int scale = frame.getScales(column);
        if (scale == FrameEncoder.ABSENT) {
            return;
        }
        int next = offsets[column];
        for (int t = 0; t < frame.getTimestampsCount(); t++) {
            if (isPresent(frame, column, t)) {
                double value = scale == FrameEncoder.DOUBLES
                        ? frame.getDoubles(next)
                        : FrameEncoder.toDouble(frame.getIntegers(next), scale);
                consumer.accept(t, value);
                next++;
            }
        }
    }
}
