package io.vigie.frames;

import io.vigie.frames.StoredFrame.ValueColumn;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A checked frame whose columns are decoded one by one when they are asked for. Immutable; for any number of threads.
 */
public final class EncodedFrame {

    /** What a column's entry takes at least: name, labels, unit, kind, scale, gaps, count, length of its body. */
    private static final int MIN_ENTRY_BYTES = 8;

    private final byte[] raw;
    private final long[] times;
    private final List<Entry> entries;

    private EncodedFrame(byte[] raw, long[] times, List<Entry> entries) {
        this.raw = raw;
        this.times = times;
        this.entries = entries;
    }

    private record Entry(
            Column column, int scale, boolean gaps, int count, ColumnStats stats, int bodyFrom, int bodyLength) {}

    static EncodedFrame parse(byte[] raw) throws MalformedFrameException {
        RawReader in = new RawReader(raw, 0, raw.length);
        int moments = in.count("times", StoredFrame.MAX_MOMENTS, 1);
        int columns = in.count("columns", StoredFrame.MAX_COLUMNS, MIN_ENTRY_BYTES);
        long[] times = times(in, moments);
        List<Entry> entries = new ArrayList<>(columns);
        int body = 0;
        long values = 0;
        for (int i = 0; i < columns; i++) {
            Entry entry = entry(in, moments, body);
            body += entry.bodyLength();
            values += entry.count();
            if (body > raw.length || values > StoredFrame.MAX_VALUES) {
                throw new MalformedFrameException("columns: they claim more values than a frame can have");
            }
            entries.add(entry);
        }
        if (in.remaining() != body) {
            throw new MalformedFrameException("columns: they claim " + body + " bytes, there are " + in.remaining());
        }
        int from = in.position();
        entries.replaceAll(entry -> new Entry(
                entry.column(),
                entry.scale(),
                entry.gaps(),
                entry.count(),
                entry.stats(),
                from + entry.bodyFrom(),
                entry.bodyLength()));
        return new EncodedFrame(raw, times, entries);
    }

    private static long[] times(RawReader in, int count) throws MalformedFrameException {
        long[] times = new long[count];
        long last = 0;
        long delta = 0;
        for (int i = 0; i < count; i++) {
            delta += in.signed();
            times[i] = last + delta;
            if (i > 0 && times[i] <= last) {
                throw new MalformedFrameException("times[" + i + "]: must be later than the one before");
            }
            last = times[i];
        }
        return times;
    }

    private static Entry entry(RawReader in, int moments, int bodyFrom) throws MalformedFrameException {
        Column column = identity(in);
        int scale = in.single();
        if (scale > Decimals.MAX_SCALE && scale != FrameCodec.RAW_DOUBLES) {
            throw new MalformedFrameException("scale " + scale + " is not known");
        }
        boolean gaps = flag(in);
        int count = in.count("values", moments, 0);
        if (!gaps && count != moments) {
            throw new MalformedFrameException("values: there are " + count + " for " + moments + " moments");
        }
        ColumnStats stats = stats(in, scale, count);
        int bodyLength = in.count("body", Integer.MAX_VALUE, 1);
        return new Entry(column, scale, gaps, count, stats, bodyFrom, bodyLength);
    }

    private static Column identity(RawReader in) throws MalformedFrameException {
        String name = in.text("name");
        int count = in.count("labels", Integer.MAX_VALUE, 2);
        Map<String, String> labels = new TreeMap<>();
        for (int i = 0; i < count; i++) {
            labels.put(in.text("label key"), in.text("label value"));
        }
        String unit = in.text("unit");
        int kind = in.single();
        if (kind != 1 && kind != 2) {
            throw new MalformedFrameException("kind " + kind + " is not known");
        }
        return Column.of(name, labels, unit, kind == 2 ? ColumnKind.COUNTER : ColumnKind.GAUGE);
    }

    private static boolean flag(RawReader in) throws MalformedFrameException {
        int flag = in.single();
        if (flag > 1) {
            throw new MalformedFrameException("gaps: only 0 or 1 is allowed, it is " + flag);
        }
        return flag == 1;
    }

    private static ColumnStats stats(RawReader in, int scale, int count) throws MalformedFrameException {
        if (scale == FrameCodec.RAW_DOUBLES) {
            int finite = in.count("finite values", count, 0);
            return new ColumnStats(finite, in.bits(), in.bits(), in.bits());
        }
        if (count == 0) {
            return ColumnStats.of(new double[0]);
        }
        double min = Decimals.toDouble(in.signed(), scale);
        double max = Decimals.toDouble(in.signed(), scale);
        return new ColumnStats(count, min, max, Decimals.toDouble(in.signed(), scale));
    }

    /** The moments, in milliseconds since the epoch, strictly increasing. */
    public long[] times() {
        return times.clone();
    }

    /** How many columns there are. */
    public int size() {
        return entries.size();
    }

    /** What a column, by index, measures. */
    public Column column(int index) {
        return entries.get(index).column();
    }

    /** What a column's finite values come to, without decoding them. */
    public ColumnStats stats(int index) {
        return entries.get(index).stats();
    }

    /**
     * Decodes one column.
     *
     * @throws MalformedFrameException where its bytes do not hold what its entry claims
     */
    public ColumnValues values(int index) throws MalformedFrameException {
        Entry entry = entries.get(index);
        RawReader in = new RawReader(raw, entry.bodyFrom(), entry.bodyLength());
        BitSet present = entry.gaps() ? present(in, entry) : null;
        int bytesEach = entry.scale() == FrameCodec.RAW_DOUBLES ? Double.BYTES : 1;
        if ((long) entry.count() * bytesEach > in.remaining()) {
            throw new MalformedFrameException(
                    "values: " + entry.count() + " do not fit in " + in.remaining() + " bytes");
        }
        double[] values = entry.scale() == FrameCodec.RAW_DOUBLES ? doubles(in, entry) : decimals(in, entry);
        if (in.remaining() != 0) {
            throw new MalformedFrameException("body: " + in.remaining() + " bytes are left over");
        }
        return ColumnValues.wrap(times.length, present, values);
    }

    private @Nullable BitSet present(RawReader in, Entry entry) throws MalformedFrameException {
        BitSet present = BitSet.valueOf(in.raw((times.length + 7) / 8));
        if (present.cardinality() != entry.count() || present.length() > times.length) {
            throw new MalformedFrameException("gaps: they do not fit the number of values");
        }
        return present.cardinality() == times.length ? null : present;
    }

    private static double[] doubles(RawReader in, Entry entry) throws MalformedFrameException {
        double[] values = new double[entry.count()];
        for (int i = 0; i < values.length; i++) {
            values[i] = in.bits();
        }
        return values;
    }

    private static double[] decimals(RawReader in, Entry entry) throws MalformedFrameException {
        double[] values = new double[entry.count()];
        long integer = 0;
        for (int i = 0; i < values.length; i++) {
            integer += in.signed();
            values[i] = Decimals.toDouble(integer, entry.scale());
        }
        return values;
    }

    /** How many values a column has; costs nothing. */
    public int count(int index) {
        return entries.get(index).count();
    }

    /** Decodes everything. */
    public StoredFrame decode() throws MalformedFrameException {
        List<ValueColumn> columns = new ArrayList<>(entries.size());
        for (int i = 0; i < entries.size(); i++) {
            columns.add(new ValueColumn(column(i), values(i)));
        }
        try {
            return new StoredFrame(times, columns);
        } catch (IllegalArgumentException e) {
            throw new MalformedFrameException("the columns break a rule of frames", e);
        }
    }
}
