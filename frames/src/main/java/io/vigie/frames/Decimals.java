package io.vigie.frames;

import org.jspecify.annotations.Nullable;

/**
 * Doubles as whole multiples of a negative power of ten, where that gives back every one bit by bit.
 *
 * @param scale how many decimals: value = integer / 10^scale
 * @param integers at most 2^53 in magnitude
 * @param sum of the integers
 */
record Decimals(int scale, long[] integers, long sum) {

    static final int MAX_SCALE = 15;

    private static final long MAX_INTEGER = 1L << 53;
    private static final double[] POWERS = new double[MAX_SCALE + 1];

    static {
        double power = 1;
        for (int i = 0; i <= MAX_SCALE; i++) {
            POWERS[i] = power;
            power *= 10;
        }
    }

    /** The least scale that fits all values; null where there is none or their sum would overflow. */
    static @Nullable Decimals of(double[] values) {
        int scale = 0;
        for (double value : values) {
            while (!fits(value, scale)) {
                if (++scale > MAX_SCALE) {
                    return null;
                }
            }
        }
        long[] integers = new long[values.length];
        long sum = 0;
        for (int i = 0; i < values.length; i++) {
            if (!fits(values[i], scale)) {
                return null;
            }
            integers[i] = Math.round(values[i] * POWERS[scale]);
            sum += integers[i];
            if (Math.abs(sum) > Long.MAX_VALUE - MAX_INTEGER) {
                return null;
            }
        }
        return new Decimals(scale, integers, sum);
    }

    private static boolean fits(double value, int scale) {
        double scaled = value * POWERS[scale];
        if (!(Math.abs(scaled) <= MAX_INTEGER)) {
            return false;
        }
        double back = toDouble(Math.round(scaled), scale);
        return Double.doubleToRawLongBits(back) == Double.doubleToRawLongBits(value);
    }

    static double toDouble(long integer, int scale) {
        return integer / POWERS[scale];
    }
}
