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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The columns of this source: a list that only grows, over restarts too. For one thread. */
final class ColumnList {

    private static final System.Logger LOG = System.getLogger(ColumnList.class.getName());
    private static final int MOST_COLUMNS = 2000;

    private final Path file;
    private final Map<Column, Integer> columns = new LinkedHashMap<>();
    private Schema schema = Schema.getDefaultInstance();
    private boolean full;

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
                loaded.getColumnsList().forEach(column -> columns.put(column, columns.size()));
                schema = loaded;
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
        add(byColumn);
        FrameEncoder encoder = new FrameEncoder(schema.getId(), columns.size(), 0);
        byColumn.forEach((column, value) -> {
            Integer index = columns.get(column);
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

    private void add(Map<Column, Double> values) {
        int before = columns.size();
        for (Column column : values.keySet()) {
            if (columns.size() < MOST_COLUMNS) {
                columns.putIfAbsent(column, columns.size());
            } else if (!full && !columns.containsKey(column)) {
                full = true;
                LOG.log(
                        Level.WARNING,
                        "No more than " + MOST_COLUMNS + " columns: " + column.getName() + " is left out");
            }
        }
        if (columns.size() > before) {
            schema = Schema.newBuilder()
                    .setId(SchemaId.of(List.copyOf(columns.keySet())))
                    .addAllColumns(columns.keySet())
                    .build();
            save();
        }
    }

    private void save() {
        try {
            DurableFile.write(file, schema.toByteArray(), false);
        } catch (IOException e) {
            LOG.log(Level.WARNING, file + " can't be written: " + e.getMessage());
        }
    }
}
