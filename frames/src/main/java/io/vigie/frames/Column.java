package io.vigie.frames;

import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a column measures. Two columns with equal components are the same one.
 *
 * @param name the metric's name
 * @param labels sorted by key
 * @param unit UCUM, empty when not known
 */
public record Column(String name, SortedMap<String, String> labels, String unit, ColumnKind kind)
        implements Comparable<Column> {

    /** Copies the labels. */
    public Column {
        Objects.requireNonNull(name);
        Objects.requireNonNull(unit);
        Objects.requireNonNull(kind);
        labels = Collections.unmodifiableSortedMap(new TreeMap<>(labels));
    }

    /** A column of these labels in any order. */
    public static Column of(String name, Map<String, String> labels, String unit, ColumnKind kind) {
        return new Column(name, new TreeMap<>(labels), unit, kind);
    }

    /** By name, then labels, unit and kind. */
    @Override
    public int compareTo(Column other) {
        int byName = name.compareTo(other.name);
        if (byName != 0) {
            return byName;
        }
        int byLabels = labels.equals(other.labels) ? 0 : labels.toString().compareTo(other.labels.toString());
        if (byLabels != 0) {
            return byLabels;
        }
        int byUnit = unit.compareTo(other.unit);
        return byUnit != 0 ? byUnit : kind.compareTo(other.kind);
    }
}
