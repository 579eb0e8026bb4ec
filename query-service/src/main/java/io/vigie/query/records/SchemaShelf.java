package io.vigie.query.records;

import com.google.protobuf.InvalidProtocolBufferException;
import io.vigie.frames.Column;
import io.vigie.frames.ColumnKind;
import io.vigie.messaging.InvalidRecordException;
import io.vigie.messaging.ReferenceFormat;
import io.vigie.proto.SchemaId;
import io.vigie.proto.metrics.v1.MetricKind;
import io.vigie.proto.metrics.v1.Schema;
import io.vigie.proto.stream.v1.SchemaRecord;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The schemas of the topic within a limit of memory: beyond it those go that were longest neither used nor published. As each schema
 * in use is published every day, what is in use stays, also when the topic is read from its beginning. Thread-safe.
 */
final class SchemaShelf implements ReferenceFormat<Boolean> {

    /** Of parsed schemas, as {@link #weight} estimates it. */
    static final long MAX_BYTES = 96L * 1024 * 1024;

    /** What objects cost beside their texts, roughly. */
    private static final int BYTES_PER_COLUMN = 256;

    private static final int BYTES_PER_LABEL = 160;

    private static final Logger LOG = LoggerFactory.getLogger(SchemaShelf.class);

    private final long maxBytes;
    private final Map<String, Held> schemas = new LinkedHashMap<>(16, 0.75f, true);
    private long bytes;
    private boolean full;

    private record Held(List<Column> columns, long bytes) {}

    SchemaShelf(long maxBytes) {
        this.maxBytes = maxBytes;
    }

    /** Takes a record of the topic; a schema never changes under its id. */
    @Override
    public Boolean read(String key, byte[] record, @Nullable Boolean current) throws InvalidRecordException {
        if (columns(key).isEmpty()) {
            List<Column> columns = parse(key, record);
            put(key, new Held(columns, weight(columns, record.length)));
        }
        return Boolean.TRUE;
    }

    private synchronized void put(String key, Held schema) {
        schemas.put(key, schema);
        bytes += schema.bytes();
        Iterator<Held> eldest = schemas.values().iterator();
        while (bytes > maxBytes && schemas.size() > 1) {
            bytes -= eldest.next().bytes();
            eldest.remove();
            if (!full) {
                full = true;
                LOG.warn(
                        "The schemas take more than {} MB: the ones longest unused are forgotten, and frames that name"
                                + " them are refused until they are published again",
                        maxBytes >> 20);
            }
        }
    }

    /** The columns of a schema; empty where it is not known, or forgotten. */
    synchronized Optional<List<Column>> columns(String key) {
        return Optional.ofNullable(schemas.get(key)).map(Held::columns);
    }

    synchronized long bytes() {
        return bytes;
    }

    static List<Column> parse(String key, byte[] record) throws InvalidRecordException {
        Schema schema = message(record).getSchema();
        if (!SchemaId.hex(SchemaId.of(schema.getColumnsList())).equals(key)) {
            throw new InvalidRecordException("schema.columns: their id is not the key " + key);
        }
        return schema.getColumnsList().stream().map(SchemaShelf::column).toList();
    }

    private static SchemaRecord message(byte[] record) throws InvalidRecordException {
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

    private static long weight(List<Column> columns, int recordBytes) {
        long labels =
                columns.stream().mapToLong(column -> column.labels().size()).sum();
        return recordBytes + (long) BYTES_PER_COLUMN * columns.size() + BYTES_PER_LABEL * labels;
    }
}
