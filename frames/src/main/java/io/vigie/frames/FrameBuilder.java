package io.vigie.frames;

import io.vigie.frames.StoredFrame.ValueColumn;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Makes a frame of values that come in any order; the same moment of the same column again replaces itself. By one thread. */
@SuppressWarnings("ReferenceEquality") // another instance of the same column is only looked up again
public final class FrameBuilder {

    private final Map<Column, TimedValues> columns = new LinkedHashMap<>();
    /** Values come column by column as a rule, and finding one hashes all its labels. */
    private @Nullable Column lastColumn;

    private TimedValues lastValues = new TimedValues();

    /** Begins empty. */
    public FrameBuilder() {}

    /** Begins with what a frame holds. */
    public static FrameBuilder of(EncodedFrame frame) throws MalformedFrameException {
        FrameBuilder builder = new FrameBuilder();
        long[] times = frame.times();
        for (int i = 0; i < frame.size(); i++) {
            builder.columns.put(frame.column(i), TimedValues.of(times, frame.values(i)));
        }
        return builder;
    }

    /** Puts a value. */
    public void put(Column column, long time, double value) {
        if (column != lastColumn) {
            lastValues = columns.computeIfAbsent(column, absent -> new TimedValues());
            lastColumn = column;
        }
        lastValues.put(time, value);
    }

    /** The columns so far, in the order in which they came. */
    public Set<Column> columns() {
        return columns.keySet();
    }

    /** Takes a value. */
    @FunctionalInterface
    public interface TimedValueConsumer {

        /** A value of a column at a moment. */
        void accept(Column column, long time, double value);
    }

    /** Hands over everything, column by column, in each the values in the order of time. */
    public void forEach(TimedValueConsumer consumer) {
        columns.forEach((column, values) -> {
            for (int i = 0; i < values.size(); i++) {
                consumer.accept(column, values.time(i), values.value(i));
            }
        });
    }

    /** How many values there are. */
    public int values() {
        return columns.values().stream().mapToInt(TimedValues::size).sum();
    }

    /** How many moments there are. */
    public int moments() {
        return union().length;
    }

    /**
     * The frame.
     *
     * @throws IllegalArgumentException where it breaks a limit of {@link StoredFrame}
     */
    public StoredFrame build() {
        long[] moments = union();
        List<ValueColumn> built = new ArrayList<>(columns.size());
        columns.forEach((column, values) -> built.add(new ValueColumn(column, align(moments, values))));
        return new StoredFrame(moments, built);
    }

    private static ColumnValues align(long[] moments, TimedValues values) {
        if (values.size() == moments.length) {
            return ColumnValues.wrap(moments.length, null, values.packed());
        }
        BitSet present = new BitSet(moments.length);
        int moment = 0;
        for (int i = 0; i < values.size(); i++) {
            moment = Arrays.binarySearch(moments, moment, moments.length, values.time(i));
            present.set(moment);
        }
        return ColumnValues.wrap(moments.length, present, values.packed());
    }

    private long[] union() {
        long[] union = new long[0];
        for (TimedValues values : columns.values()) {
            if (union.length == 0) {
                union = values.moments();
            } else if (!values.hasMoments(union)) {
                union = merge(union, values);
            }
        }
        return union;
    }

    private static long[] merge(long[] left, TimedValues right) {
        long[] merged = new long[left.length + right.size()];
        int size = 0;
        int l = 0;
        int r = 0;
        while (l < left.length || r < right.size()) {
            boolean takeLeft = r == right.size() || l < left.length && left[l] <= right.time(r);
            long next = takeLeft ? left[l] : right.time(r);
            if (r < right.size() && right.time(r) == next) {
                r++;
            }
            if (takeLeft) {
                l++;
            }
            merged[size++] = next;
        }
        return Arrays.copyOf(merged, size);
    }
}
