package io.vigie.frames;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What one source measured at some moments, whole in memory.
 *
 * @param times milliseconds since the epoch, strictly increasing; not to be changed
 * @param columns each with the values of these moments; no column twice
 */
public record StoredFrame(long[] times, List<ValueColumn> columns) {

    /** The most moments of a frame. */
    public static final int MAX_MOMENTS = 100_000;

    /** The most columns of a frame. */
    public static final int MAX_COLUMNS = 10_000;

    /** The most values of a frame. */
    public static final int MAX_VALUES = 4_000_000;

    /** A column and its values. */
    public record ValueColumn(Column column, ColumnValues values) {}

    /**
     * Checks the invariants.
     *
     * @throws IllegalArgumentException with a sentence that names field and limit
     */
    public StoredFrame {
        columns = List.copyOf(columns);
        if (times.length > MAX_MOMENTS || columns.size() > MAX_COLUMNS) {
            throw new IllegalArgumentException("frame: at most " + MAX_MOMENTS + " moments and " + MAX_COLUMNS
                    + " columns are allowed, there are " + times.length + " and " + columns.size());
        }
        for (int i = 1; i < times.length; i++) {
            if (times[i] <= times[i - 1]) {
                throw new IllegalArgumentException("times[" + i + "]: must be later than the one before");
            }
        }
        checkColumns(times.length, columns);
    }

    private static void checkColumns(int moments, List<ValueColumn> columns) {
        Set<Column> seen = new HashSet<>();
        long values = 0;
        for (ValueColumn column : columns) {
            if (column.values().moments() != moments) {
                throw new IllegalArgumentException("columns: " + column.column().name() + " is for "
                        + column.values().moments() + " moments, the frame has " + moments);
            }
            if (!seen.add(column.column())) {
                throw new IllegalArgumentException("columns: " + column.column() + " is there twice");
            }
            values += column.values().count();
        }
        if (values > MAX_VALUES) {
            throw new IllegalArgumentException(
                    "frame: at most " + MAX_VALUES + " values are allowed, there are " + values);
        }
    }
}
