package io.vigie.ingest.schema;

import io.vigie.proto.InvalidFrameException;
import io.vigie.proto.SchemaId;
import io.vigie.proto.metrics.v1.Column;
import io.vigie.proto.metrics.v1.MetricKind;
import io.vigie.proto.metrics.v1.Schema;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** The limits of a column list in {@code metrics.proto}. */
final class SchemaRules {

    static final int MAX_COLUMNS = 2000;
    static final int MAX_BYTES = 256 * 1024;

    private SchemaRules() {}

    private record Identity(String name, Map<String, String> labels) {}

    /** Checks how large it is; what is too large is not looked into. */
    static void checkSize(Schema schema) throws InvalidFrameException {
        if (schema.getSerializedSize() > MAX_BYTES) {
            throw new InvalidFrameException(
                    "schema_too_large",
                    "schema: at most " + MAX_BYTES + " bytes are allowed, there are " + schema.getSerializedSize());
        }
    }

    /** Checks everything else, the id last. */
    static void check(Schema schema) throws InvalidFrameException {
        int columns = schema.getColumnsCount();
        if (columns == 0 || columns > MAX_COLUMNS) {
            throw new InvalidFrameException(
                    "bad_column_count", "schema.columns: 1 to " + MAX_COLUMNS + " are allowed, there are " + columns);
        }
        Set<Identity> seen = new HashSet<>();
        for (int i = 0; i < columns; i++) {
            String field = "schema.columns[" + i + "]";
            checkColumn(field, schema.getColumns(i));
            if (!seen.add(new Identity(
                    schema.getColumns(i).getName(), schema.getColumns(i).getLabelsMap()))) {
                throw new InvalidFrameException(
                        "duplicate_column", field + ": name and labels are those of an earlier column");
            }
        }
        if (!schema.getId().equals(SchemaId.of(schema.getColumnsList()))) {
            throw new InvalidFrameException(
                    "bad_schema_id",
                    "schema.id: must be the first 16 bytes of SHA-256 over the columns' canonical form");
        }
    }

    private static void checkColumn(String field, Column column) throws InvalidFrameException {
        NameRules.checkMetric(field + ".name", column.getName());
        NameRules.checkUnit(field + ".unit", column.getUnit());
        NameRules.checkLabels(field + ".labels", column.getLabelsMap());
        if (column.getKind() == MetricKind.UNRECOGNIZED) {
            throw new InvalidFrameException(
                    "bad_kind", field + ".kind: 0 to 2 is allowed, it is " + column.getKindValue());
        }
    }
}
