package io.vigie.ingest.metrics;

import io.vigie.ingest.json.InvalidBodyException;
import io.vigie.proto.SourceId;
import io.vigie.proto.metrics.v1.Column;
import java.util.LinkedHashMap;
import java.util.Map;

/** What became of one object of a body. */
sealed interface Entry {

    /**
     * It keeps the rules.
     *
     * @param prefix of the names of its fields: {@code [17].}, or nothing where it is the body
     * @param timestamp milliseconds since the epoch
     */
    record Valid(String prefix, SourceId source, long timestamp, Map<Column, Double> values) implements Entry {

        /** Copies. */
        public Valid {
            values = new LinkedHashMap<>(values);
        }
    }

    /** It does not, and this is why. */
    record Invalid(InvalidBodyException reason) implements Entry {}
}
