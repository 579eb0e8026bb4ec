package io.vigie.alert.records;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.vigie.frames.Column;
import io.vigie.frames.ColumnKind;
import io.vigie.messaging.InvalidRecordException;
import io.vigie.messaging.ReferenceTable;
import io.vigie.proto.SchemaId;
import io.vigie.proto.metrics.v1.MetricKind;
import io.vigie.proto.metrics.v1.Schema;
import io.vigie.proto.stream.v1.SchemaRecord;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** The topic schemas in memory. */
public final class SchemaTable implements Schemas {

    private final ReferenceTable<List<Column>> table;

    /** Reads from this table, which is made with {@link #format}. */
    public SchemaTable(ReferenceTable<List<Column>> table) {
        this.table = table;
    }

    /** How a record of the topic is read: a schema never changes under its id. */
    public static List<Column> format(String key, byte[] record, @Nullable List<Column> current)
            throws InvalidRecordException {
        if (current != null) {
            return current;
        }
        Schema schema = parse(record).getSchema();
        if (!SchemaId.hex(SchemaId.of(schema.getColumnsList())).equals(key)) {
            throw new InvalidRecordException("schema.columns: their id is not the key " + key);
        }
        return schema.getColumnsList().stream().map(SchemaTable::column).toList();
    }

    private static SchemaRecord parse(byte[] record) throws InvalidRecordException {
        try {
            return SchemaRecord.parseFrom(record);
        } catch (InvalidProtocolBufferException e) {
            throw new InvalidRecordException("value: is not a SchemaRecord", e);
        }
    }

    private static Column column(io.vigie.proto.metrics.v1.Column column) {
        return Column.of(
                column.getName(),
                column.getLabelsMap(),
                column.getUnit(),
                column.getKind() == MetricKind.METRIC_KIND_COUNTER ? ColumnKind.COUNTER : ColumnKind.GAUGE);
    }

    @Override
    public Optional<List<Column>> columns(ByteString id) {
        return table.get(SchemaId.hex(id));
    }

    @Override
    public CompletableFuture<Void> caughtUp() {
        return table.caughtUp();
    }
}
