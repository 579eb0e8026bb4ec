package io.vigie.frames;

/** What a column's values mean, as in OpenTelemetry. */
public enum ColumnKind {
    /** A value that goes up and down. */
    GAUGE,
    /** A value that only grows, and starts again at 0 when its source does. */
    COUNTER
}
