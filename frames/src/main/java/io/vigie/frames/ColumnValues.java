package io.vigie.frames;

import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * The values of one column: at most one per moment of its frame. Immutable.
 *
 * <p>Every double is kept bit by bit: NaN payloads, both zeros, infinities.
 */
public final class ColumnValues {

    private final int moments;
    private final double[] values;
    private final @Nullable BitSet present;

    private ColumnValues(int moments, double[] values, @Nullable BitSet present) {
        this.moments = moments;
        this.values = values;
        this.present = present;
    }

    /** A value at every moment. */
    public static ColumnValues of(double... values) {
        return new ColumnValues(values.length, values.clone(), null);
    }

    /**
     * Values at some moments.
     *
     * @param moments how many moments the frame has
     * @param present the moments, by index, that have a value
     * @param values the values of these moments, in order
     * @throws IllegalArgumentException where the number of values is not the number of moments that have one
     */
    public static ColumnValues of(int moments, BitSet present, double... values) {
        if (present.cardinality() != values.length || present.length() > moments) {
            throw new IllegalArgumentException("values: there are " + values.length + " for " + present.cardinality()
                    + " of " + moments + " moments, the last at " + (present.length() - 1));
        }
        return values.length == moments
                ? new ColumnValues(moments, values.clone(), null)
                : new ColumnValues(moments, values.clone(), (BitSet) present.clone());
    }

    /** Like {@link #of(int, BitSet, double...)}, but keeps the arguments themselves. */
    static ColumnValues wrap(int moments, @Nullable BitSet present, double[] values) {
        return new ColumnValues(moments, values, present);
    }

    /** How many moments the frame has. */
    public int moments() {
        return moments;
    }

    /** How many of them have a value here. */
    public int count() {
        return values.length;
    }

    /** Takes one value. */
    @FunctionalInterface
    public interface ValueConsumer {

        /** A value, by the index of its moment in the frame. */
        void accept(int moment, double value);
    }

    /** Hands over the values in the order of time; gaps are left out. */
    public void forEach(ValueConsumer consumer) {
        if (present == null) {
            for (int i = 0; i < values.length; i++) {
                consumer.accept(i, values[i]);
            }
            return;
        }
        int next = 0;
        for (int moment = present.nextSetBit(0); moment >= 0; moment = present.nextSetBit(moment + 1)) {
            consumer.accept(moment, values[next++]);
        }
    }

    /** The values in the order of time without their gaps; not to be changed. */
    double[] packed() {
        return values;
    }

    /** The moments that have a value, null where all have one; not to be changed. */
    @Nullable
    BitSet present() {
        return present;
    }
}
