package io.vigie.agent.probe;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** What the probes read at one moment, in their order. */
public final class Readings {

    private final Map<Metric, Double> values = new LinkedHashMap<>();

    /** Adds a value. */
    public Readings put(Metric metric, double value) {
        values.put(metric, value);
        return this;
    }

    /** Adds a value rounded to a resolution of {@code 1 / steps}; what is not a number is left out. */
    Readings putRounded(Metric metric, double value, int steps) {
        return Double.isFinite(value) ? put(metric, (double) Math.round(value * steps) / steps) : this;
    }

    /** The values, in the order in which they were read. */
    public Map<Metric, Double> values() {
        return Collections.unmodifiableMap(values);
    }
}
