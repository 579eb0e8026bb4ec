package io.vigie.agent.probe;

import java.util.Map;
import java.util.TreeMap;

/**
 * What one column holds.
 *
 * @param name OpenTelemetry's name where it has one
 * @param unit UCUM
 * @param counter whether the value only grows and starts again at 0
 * @param labels at most 16
 */
public record Metric(String name, String unit, boolean counter, Map<String, String> labels) {

    /** Copies the labels. */
    public Metric {
        labels = Map.copyOf(labels);
    }

    /** A value that goes up and down; labels as key, value, key, value. */
    public static Metric gauge(String name, String unit, String... labels) {
        return new Metric(name, unit, false, map(labels));
    }

    /** A value that only grows; labels as key, value, key, value. */
    public static Metric counter(String name, String unit, String... labels) {
        return new Metric(name, unit, true, map(labels));
    }

    private static Map<String, String> map(String... labels) {
        Map<String, String> map = new TreeMap<>();
        for (int i = 0; i < labels.length; i += 2) {
            map.put(labels[i], labels[i + 1]);
        }
        return map;
    }
}
