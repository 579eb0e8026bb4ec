package io.vigie.agent.sampling;

import com.google.protobuf.InvalidProtocolBufferException;
import io.vigie.agent.buffer.DurableFile;
import io.vigie.agent.probe.Metric;
import io.vigie.proto.FrameEncoder;
import io.vigie.proto.SchemaId;
import io.vigie.proto.metrics.v1.Column;
import io.vigie.proto.metrics.v1.Frame;
import io.vigie.proto.metrics.v1.MetricKind;
import io.vigie.proto.metrics.v1.Schema;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The columns of this source: a list that only grows, over restarts too. A column whose unit or kind is another than before, as
 * after an update of the agent, takes the place of the old one. For one thread.
 */
final class ColumnList {

    private static final System.Logger LOG = System.getLogger(ColumnList.class.getName());
    private static final int MOST_COLUMNS = 2000;

    private final Path file;
    private final List<Column> columns = new ArrayList<>();
    private final Map<Identity, Integer> indexes = new HashMap<>();
    private Schema schema = Schema.getDefaultInstance();
    private boolean full;

    /** What no two columns of a list have in common. */
    private record Identity(String name, Map<String, String> labels) {

        static Identity of(Column column) {
            return new Identity(column.getName(), column.getLabelsMap());
        }
    }

    ColumnList(Path file) throws IOException {
        this.file = file;
        if (Files.exists(file)) {
            load();
        }
    }

    private void load() throws IOException {
        try {
            Schema loaded = Schema.parseFrom(Files.readAllBytes(file));
            if (loaded.getId().equals(SchemaId.of(loaded.getColumnsList()))) {
                loaded.getColumnsList().forEach(this::put);
                schema = schemaOf(columns);
                return;
            }
        } catch (InvalidProtocolBufferException e) {
            LOG.log(Level.DEBUG, "The list of columns can't be parsed", e);
        }
        LOG.log(Level.WARNING, file + " is damaged: the list of columns begins anew");
    }

    /** The present list. */
    Schema schema() {
        return schema;
    }

    /** The values as a frame of the present list, to which new columns are added first; its one timestamp is 0. */
    Frame frame(Map<Metric, Double> values) {
        Map<Column, Double> byColumn = new LinkedHashMap<>();
        values.forEach((metric, value) -> byColumn.put(column(metric), value));
        add(byColumn.keySet());
        FrameEncoder encoder = new FrameEncoder(schema.getId(), columns.size(), 0);
        byColumn.forEach((column, value) -> {
            Integer index = indexes.get(Identity.of(column));
            if (index != null) {
                encoder.set(index, 0, value);
            }
        });
        return encoder.build();
    }

    private static Column column(Metric metric) {
        return Column.newBuilder()
                .setName(metric.name())
                .setUnit(metric.unit())
                .setKind(metric.counter() ? MetricKind.METRIC_KIND_COUNTER : MetricKind.METRIC_KIND_GAUGE)
                .putAllLabels(metric.labels())
                .build();
    }

    private void add(Set<Column> measured) {
        boolean changed = false;
        for (Column column : measured) {
            changed |= put(column);
        }
        if (changed) {
            schema = schemaOf(columns);
            save();
        }
    }

    /** Whether the list is another now. */
    private boolean put(Column column) {
        Integer index = indexes.get(Identity.of(column));
        if (index != null) {
            return !columns.set(index, column).equals(column);
        }
        if (columns.size() < MOST_COLUMNS) {
            indexes.put(Identity.of(column), columns.size());
            return columns.add(column);
        }
        if (!full) {
            full = true;
            LOG.log(Level.WARNING, "No more than " + MOST_COLUMNS + " columns: " + column.getName() + " is left out");
        }
        return false;
    }

    private static Schema schemaOf(List<Column> columns) {
        return Schema.newBuilder()
                .setId(SchemaId.of(columns))
                .addAllColumns(columns)
                .build();
    }

    private void save() {
        try {
            DurableFile.write(file, schema.toByteArray(), false);
        } catch (IOException e) {
            LOG.log(Level.WARNING, file + " can't be written: " + e.getMessage());
        }
    }
}
