package io.vigie.alert.records;

import io.vigie.frames.Column;
import io.vigie.proto.FrameDecoder;
import io.vigie.proto.metrics.v1.Frame;
import java.util.List;

/** The samples of one record. Immutable. */
public final class Samples {

    private final long[] times;
    private final List<Column> columns;
    private final FrameDecoder values;

    Samples(Frame frame, List<Column> columns, FrameDecoder values) {
        this.times =
                frame.getTimestampsList().stream().mapToLong(Long::longValue).toArray();
        this.columns = columns;
        this.values = values;
    }

    /** How many moments there are, at least 1. */
    public int moments() {
        return times.length;
    }

    /** A moment in milliseconds since the epoch; they strictly increase. */
    public long time(int moment) {
        return times[moment];
    }

    /** The schema's columns; the same list for records of the same schema. */
    public List<Column> columns() {
        return columns;
    }

    /** How many of the schema's columns, from the first, may have a value here. */
    public int usedColumns() {
        return values.columns();
    }

    /** Takes a value by the index of its moment. */
    @FunctionalInterface
    public interface ValueConsumer {

        /** A value. */
        void accept(int moment, double value);
    }

    /** Hands over the values of a column in the order of time; gaps are left out. */
    public void forEach(int column, ValueConsumer consumer) {
        values.forEach(column, consumer::accept);
    }
}
