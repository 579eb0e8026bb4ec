package io.vigie.ingest.sample;

import io.vigie.proto.SchemaId;
import io.vigie.proto.metrics.v1.Column;
import io.vigie.proto.metrics.v1.MetricKind;
import io.vigie.proto.metrics.v1.Schema;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Makes columns and lists of them. */
public final class Columns {

    private Columns() {}

    /** What no two columns of a source have in common. */
    record Identity(String name, Map<String, String> labels) implements Comparable<Identity> {

        static Identity of(Column column) {
            return new Identity(column.getName(), column.getLabelsMap());
        }

        @Override
        public int compareTo(Identity other) {
            int byName = name.compareTo(other.name);
            return byName != 0
                    ? byName
                    : new TreeMap<>(labels).toString().compareTo(new TreeMap<>(other.labels).toString());
        }
    }

    /** A value that goes up and down; labels as key, value, key, value. */
    public static Column gauge(String name, String unit, String... labels) {
        Column.Builder column = Column.newBuilder().setName(name).setUnit(unit).setKind(MetricKind.METRIC_KIND_GAUGE);
        for (int i = 0; i < labels.length; i += 2) {
            column.putLabels(labels[i], labels[i + 1]);
        }
        return column.build();
    }

    static Schema schema(List<Column> columns) {
        return Schema.newBuilder()
                .setId(SchemaId.of(columns))
                .addAllColumns(columns)
                .build();
    }
}
