package io.vigie.query.series;

import io.vigie.frames.Column;
import io.vigie.query.series.SeriesData.Line;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Values summed up by equal steps of time: mean, least and greatest. By one thread. */
@SuppressWarnings("ReferenceEquality") // another instance of the same column is only looked up again
final class Steps {

    private static final long SECOND = 1_000;
    private static final long MINUTE = 60 * SECOND;
    private static final long HOUR = 60 * MINUTE;
    private static final long DAY = 24 * HOUR;
    private static final long[] WIDTHS = {
        1,
        2,
        5,
        10,
        20,
        50,
        100,
        200,
        500,
        SECOND,
        2 * SECOND,
        5 * SECOND,
        10 * SECOND,
        15 * SECOND,
        30 * SECOND,
        MINUTE,
        2 * MINUTE,
        5 * MINUTE,
        10 * MINUTE,
        15 * MINUTE,
        30 * MINUTE,
        HOUR,
        2 * HOUR,
        3 * HOUR,
        6 * HOUR,
        12 * HOUR,
        DAY,
        2 * DAY,
        5 * DAY,
        10 * DAY,
        30 * DAY,
        100 * DAY,
        200 * DAY,
        400 * DAY
    };

    private final long width;
    private final long first;
    private final int count;
    private final Map<Column, Sums> columns = new TreeMap<>();
    /** Values come column by column, and finding one compares its labels. */
    private @Nullable Column lastColumn;

    private Sums lastSums = new Sums(0);

    private Steps(long width, long first, int count) {
        this.width = width;
        this.first = first;
        this.count = count;
    }

    /** The narrowest usual steps of which at most so many cover the range; they begin at whole multiples of their width. */
    static Steps of(long from, long to, int most) {
        for (long width : WIDTHS) {
            long first = Math.floorDiv(from, width);
            long count = Math.floorDiv(to - 1, width) - first + 1;
            if (count <= most) {
                return new Steps(width, first * width, (int) count);
            }
        }
        throw new IllegalStateException("the widest step covers every range in two");
    }

    private static final class Sums {
        private final int[] counts;
        private final double[] sums;
        private final double[] mins;
        private final double[] maxs;

        private Sums(int size) {
            counts = new int[size];
            sums = new double[size];
            mins = new double[size];
            maxs = new double[size];
        }

        private void add(int step, double value) {
            mins[step] = counts[step] == 0 ? value : Math.min(mins[step], value);
            maxs[step] = counts[step] == 0 ? value : Math.max(maxs[step], value);
            sums[step] += value;
            counts[step]++;
        }
    }

    /** Adds a value within the range; what is not a number is left out. */
    void add(Column column, long time, double value) {
        if (column != lastColumn) {
            lastSums = columns.computeIfAbsent(column, absent -> new Sums(count));
            lastColumn = column;
        }
        if (!Double.isNaN(value)) {
            lastSums.add((int) ((time - first) / width), value);
        }
    }

    /** How many series times steps there are. */
    long cells() {
        return (long) columns.size() * count;
    }

    int columns() {
        return columns.size();
    }

    SeriesData result() {
        long[] times = new long[count];
        for (int step = 0; step < count; step++) {
            times[step] = first + step * width;
        }
        List<Line> lines = new ArrayList<>();
        columns.forEach((column, sums) -> lines.add(line(column, sums)));
        return new SeriesData(times, lines, OptionalLong.of(width), false);
    }

    private Line line(Column column, Sums sums) {
        BitSet present = new BitSet(count);
        double[] means = new double[count];
        for (int step = 0; step < count; step++) {
            if (sums.counts[step] > 0) {
                present.set(step);
                means[step] = sums.sums[step] / sums.counts[step];
            }
        }
        return new Line(
                column, new Points(means, present), new Points(sums.mins, present), new Points(sums.maxs, present));
    }
}
