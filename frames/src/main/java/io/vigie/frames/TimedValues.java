package io.vigie.frames;

import java.util.Arrays;

/** Values by time, at most one per moment; cheap to append to, correct in any order. By one thread. */
public final class TimedValues {

    private long[] times;
    private double[] values;
    private int size;

    /** Begins empty. */
    public TimedValues() {
        this(new long[8], new double[8], 0);
    }

    private TimedValues(long[] times, double[] values, int size) {
        this.times = times;
        this.values = values;
        this.size = size;
    }

    /** The values of a column by the moments of its frame. */
    public static TimedValues of(long[] moments, ColumnValues column) {
        TimedValues timed = new TimedValues(new long[column.count() + 8], new double[column.count() + 8], 0);
        column.forEach((moment, value) -> timed.put(moments[moment], value));
        return timed;
    }

    /** Puts a value; what was there at this moment is replaced. */
    public void put(long time, double value) {
        if (size == 0 || time > times[size - 1]) {
            insert(size, time, value);
            return;
        }
        int at = Arrays.binarySearch(times, 0, size, time);
        if (at >= 0) {
            values[at] = value;
        } else {
            insert(-at - 1, time, value);
        }
    }

    private void insert(int at, long time, double value) {
        if (size == times.length) {
            times = Arrays.copyOf(times, size * 2);
            values = Arrays.copyOf(values, size * 2);
        }
        System.arraycopy(times, at, times, at + 1, size - at);
        System.arraycopy(values, at, values, at + 1, size - at);
        times[at] = time;
        values[at] = value;
        size++;
    }

    /** How many there are. */
    public int size() {
        return size;
    }

    /** The time of a value, by index in the order of time. */
    public long time(int index) {
        return times[index];
    }

    /** A value, by index in the order of time. */
    public double value(int index) {
        return values[index];
    }

    boolean hasMoments(long[] moments) {
        return size == moments.length && Arrays.equals(times, 0, size, moments, 0, size);
    }

    long[] moments() {
        return Arrays.copyOf(times, size);
    }

    double[] packed() {
        return Arrays.copyOf(values, size);
    }
}
