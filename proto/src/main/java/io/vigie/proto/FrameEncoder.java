package io.vigie.proto;

import com.google.protobuf.ByteString;
import io.vigie.proto.metrics.v1.Frame;
import java.util.BitSet;

/**
 * Packs values into a {@link Frame}, each column as short decimals where that gives back every value bit by bit, else as
 * doubles.
 *
 * <p>For one frame, by one thread.
 */
public final class FrameEncoder {

    /** Scale of a column whose values are doubles. */
    public static final int DOUBLES = -1;

    /** Scale of a column without a value. */
    public static final int ABSENT = -2;

    /** The most decimals of a column. */
    public static final int MAX_SCALE = 15;

    private static final double[] POWERS = new double[MAX_SCALE + 1];

    static {
        double power = 1;
        for (int i = 0; i <= MAX_SCALE; i++) {
            POWERS[i] = power;
            power *= 10;
        }
    }

    private final ByteString schemaId;
    private final long[] timestamps;
    private final double[][] values;
    private final BitSet present;

    /**
     * Begins an empty frame.
     *
     * @param timestamps milliseconds since the epoch, strictly increasing
     * @param columns how many columns the schema has
     */
    public FrameEncoder(ByteString schemaId, int columns, long... timestamps) {
        this.schemaId = schemaId;
        this.timestamps = timestamps.clone();
        this.values = new double[columns][timestamps.length];
        this.present = new BitSet(columns * timestamps.length);
    }

    /** Sets the value of a column at a timestamp (both by index); what is never set is a gap. */
    public FrameEncoder set(int column, int timestamp, double value) {
        values[column][timestamp] = value;
        present.set(column * timestamps.length + timestamp);
        return this;
    }

    /** The packed frame. */
    public Frame build() {
        Frame.Builder frame = Frame.newBuilder().setSchemaId(schemaId);
        for (long timestamp : timestamps) {
            frame.addTimestamps(timestamp);
        }
        boolean gaps = false;
        for (int column = 0; column < values.length; column++) {
            int scale = scaleOf(column);
            frame.addScales(scale);
            for (int t = 0; t < timestamps.length; t++) {
                if (!isPresent(column, t)) {
                    gaps |= scale != ABSENT;
                } else if (scale == DOUBLES) {
                    frame.addDoubles(values[column][t]);
                } else {
                    frame.addIntegers(toInteger(values[column][t], scale));
                }
            }
        }
        return gaps
                ? frame.setPresent(ByteString.copyFrom(present.toByteArray())).build()
                : frame.build();
    }

    private boolean isPresent(int column, int timestamp) {
        return present.get(column * timestamps.length + timestamp);
    }

    private int scaleOf(int column) {
        int scale = ABSENT;
        for (int t = 0; t < timestamps.length; t++) {
            if (isPresent(column, t)) {
                scale = widerScale(Math.max(scale, 0), column, t);
                if (scale == DOUBLES) {
                    return DOUBLES;
                }
            }
        }
        return scale == ABSENT || fitsAll(column, scale) ? scale : DOUBLES;
    }

    private int widerScale(int from, int column, int timestamp) {
        double value = values[column][timestamp];
        for (int scale = from; scale <= MAX_SCALE; scale++) {
            if (fits(value, scale)) {
                return scale;
            }
        }
        return DOUBLES;
    }

    private boolean fitsAll(int column, int scale) {
        for (int t = 0; t < timestamps.length; t++) {
            if (isPresent(column, t) && !fits(values[column][t], scale)) {
                return false;
            }
        }
        return true;
    }

    private static boolean fits(double value, int scale) {
        double scaled = value * POWERS[scale];
        if (!(Math.abs(scaled) <= FrameDecoder.MAX_INTEGER)) {
            return false;
        }
        double back = toDouble(Math.round(scaled), scale);
        return Double.doubleToRawLongBits(back) == Double.doubleToRawLongBits(value);
    }

    private static long toInteger(double value, int scale) {
        return Math.round(value * POWERS[scale]);
    }

    static double toDouble(long integer, int scale) {
        return integer / POWERS[scale];
    }
}
