package io.vigie.ingest.sample;

import io.vigie.proto.SourceId;
import io.vigie.proto.agent.v1.SourceKind;
import io.vigie.proto.metrics.v1.Column;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a source measured at one moment.
 *
 * @param timestamp milliseconds since the epoch
 * @param first columns that a new list of this source begins with, whether they have a value or not
 * @param values no two columns with the same name and labels; may be empty
 */
public record Sample(SourceId source, SourceKind kind, long timestamp, List<Column> first, Map<Column, Double> values) {

    /** Copies. */
    public Sample {
        first = List.copyOf(first);
        values = new LinkedHashMap<>(values);
    }
}
