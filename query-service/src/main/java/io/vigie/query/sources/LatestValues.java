package io.vigie.query.sources;

import io.vigie.frames.Column;
import io.vigie.query.records.Samples;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * The last value of each column of a source, by the source's clock. Immutable; made for being replaced with each record, so
 * columns are looked up once per schema.
 */
public final class LatestValues {

    /** The most columns that are kept; beyond, those silent for longest are forgotten. */
    static final int MAX_COLUMNS = 4_000;

    /** Nothing yet. */
    public static final LatestValues NONE =
            new LatestValues(List.of(), new long[0], new double[0], List.of(), new int[0]);

    private static final long NEVER = Long.MIN_VALUE;

    private final List<Column> columns;
    private final long[] at;
    private final double[] values;
    private final List<Column> mappedSchema;
    private final int[] mapping;

    private LatestValues(List<Column> columns, long[] at, double[] values, List<Column> mappedSchema, int[] mapping) {
        this.columns = columns;
        this.at = at;
        this.values = values;
        this.mappedSchema = mappedSchema;
        this.mapping = mapping;
    }

    /** Takes a column's last value and its moment in milliseconds since the epoch. */
    @FunctionalInterface
    public interface LatestConsumer {

        /** A last value. */
        void accept(Column column, long at, double value);
    }

    /** Hands over each column that has a value, in the order in which they came first. */
    public void forEach(LatestConsumer consumer) {
        for (int i = 0; i < at.length; i++) {
            if (at[i] != NEVER) {
                consumer.accept(columns.get(i), at[i], values[i]);
            }
        }
    }

    /** These and the samples' last ones, where those are not older. */
    public LatestValues with(Samples samples) {
        LatestValues mapped = mappedFor(samples.columns());
        LatestValues result = new LatestValues(
                mapped.columns, mapped.at.clone(), mapped.values.clone(), mapped.mappedSchema, mapped.mapping);
        for (int column = 0; column < samples.usedColumns(); column++) {
            int index = result.mapping[column];
            samples.forEach(column, (moment, value) -> {
                if (samples.time(moment) >= result.at[index]) {
                    result.at[index] = samples.time(moment);
                    result.values[index] = value;
                }
            });
        }
        return result.columns.size() > MAX_COLUMNS ? result.pruned() : result;
    }

    /** These values; all of the same length, no column twice. */
    static LatestValues of(List<Column> columns, long[] at, double[] values) {
        return new LatestValues(List.copyOf(columns), at.clone(), values.clone(), List.of(), new int[0]);
    }

    /** The same values, ready to be indexed by a schema. */
    @SuppressWarnings(
            "ReferenceEquality") // a schema is the same list each time, and comparing lists would cost too much
    private LatestValues mappedFor(List<Column> schema) {
        if (schema == mappedSchema) {
            return this;
        }
        Map<Column, Integer> index = new HashMap<>();
        columns.forEach(column -> index.put(column, index.size()));
        List<Column> all = new ArrayList<>(columns);
        int[] newMapping = new int[schema.size()];
        for (int i = 0; i < newMapping.length; i++) {
            Integer known = index.putIfAbsent(schema.get(i), all.size());
            newMapping[i] = known == null ? all.size() : known;
            if (known == null) {
                all.add(schema.get(i));
            }
        }
        long[] newAt = Arrays.copyOf(at, all.size());
        Arrays.fill(newAt, at.length, newAt.length, NEVER);
        return new LatestValues(List.copyOf(all), newAt, Arrays.copyOf(values, all.size()), schema, newMapping);
    }

    private LatestValues pruned() {
        int[] kept = IntStream.range(0, at.length)
                .boxed()
                .sorted(Comparator.comparingLong((Integer i) -> at[i]).reversed())
                .limit(MAX_COLUMNS)
                .mapToInt(Integer::intValue)
                .sorted()
                .toArray();
        return new LatestValues(
                Arrays.stream(kept).mapToObj(columns::get).toList(),
                Arrays.stream(kept).mapToLong(i -> at[i]).toArray(),
                Arrays.stream(kept).mapToDouble(i -> values[i]).toArray(),
                List.of(),
                new int[0]);
    }
}
