package io.vigie.query.records;

import com.google.protobuf.ByteString;
import io.vigie.messaging.InvalidRecordException;
import io.vigie.proto.FrameEncoder;
import io.vigie.proto.SchemaId;
import io.vigie.proto.Topic;
import io.vigie.proto.agent.v1.SourceKind;
import io.vigie.proto.metrics.v1.Column;
import io.vigie.proto.metrics.v1.MetricKind;
import io.vigie.proto.metrics.v1.Schema;
import io.vigie.proto.stream.v1.SchemaRecord;
import io.vigie.proto.stream.v1.SourceFacts;
import io.vigie.proto.stream.v1.SourceRecord;
import io.vigie.query.records.MetricsRecordReader.Result;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Makes records as ingest publishes them, and knows their schemas. */
public final class TestRecords implements Schemas {

    private final Map<ByteString, List<io.vigie.frames.Column>> known = new HashMap<>();
    private final MetricsRecordReader reader = new MetricsRecordReader(this);

    /** Makes the schema known. */
    public static Schema schema(String... names) {
        List<Column> columns = new ArrayList<>();
        for (String name : names) {
            columns.add(Column.newBuilder()
                    .setName(name)
                    .setUnit("1")
                    .setKind(MetricKind.METRIC_KIND_GAUGE)
                    .build());
        }
        return Schema.newBuilder()
                .setId(SchemaId.of(columns))
                .addAllColumns(columns)
                .build();
    }

    /** The reader of these records. */
    public MetricsRecordReader reader() {
        return reader;
    }

    /** Publishes the schema to those who look here. */
    public TestRecords know(Schema schema) {
        try {
            byte[] record = schemaRecord(schema);
            known.computeIfAbsent(schema.getId(), id -> parse(SchemaId.hex(id), record));
            return this;
        } catch (IllegalStateException e) {
            throw new AssertionError(e);
        }
    }

    private static List<io.vigie.frames.Column> parse(String key, byte[] record) {
        try {
            return SchemaShelf.parse(key, record);
        } catch (InvalidRecordException e) {
            throw new AssertionError(e);
        }
    }

    /** The value of the topic schemas. */
    public static byte[] schemaRecord(Schema schema) {
        return SchemaRecord.newBuilder().setSchema(schema).build().toByteArray();
    }

    /** A record whose columns have the same value, at these moments. */
    public static SourceRecord samples(String source, Schema schema, long receivedAt, double value, long... times) {
        FrameEncoder frame = new FrameEncoder(schema.getId(), schema.getColumnsCount(), times);
        for (int column = 0; column < schema.getColumnsCount(); column++) {
            for (int moment = 0; moment < times.length; moment++) {
                frame.set(column, moment, value + moment);
            }
        }
        return heartbeat(source, receivedAt).toBuilder()
                .setFrame(frame.build())
                .setEpoch(1)
                .build();
    }

    /** A sign of life. */
    public static SourceRecord heartbeat(String source, long receivedAt) {
        return SourceRecord.newBuilder()
                .setSource(source)
                .setKind(SourceKind.SOURCE_KIND_DEVICE)
                .setReceivedAt(receivedAt)
                .build();
    }

    /** With what the source says of itself. */
    public static SourceRecord with(SourceRecord record, String club, long heartbeatMs) {
        return record.toBuilder()
                .setFacts(SourceFacts.newBuilder()
                        .putLabels("club", club)
                        .putFacts("host.name", "host-of-" + record.getSource())
                        .setAgentVersion("1.2.3")
                        .setHeartbeatIntervalMs(heartbeatMs))
                .build();
    }

    /** As Kafka hands it over. */
    public static ConsumerRecord<String, byte[]> consumed(long offset, SourceRecord record) {
        return new ConsumerRecord<>(Topic.METRICS.topicName(), 0, offset, record.getSource(), record.toByteArray());
    }

    /** As it came. */
    public static RawRecord raw(int partition, long offset, SourceRecord record) {
        return new RawRecord(record.getSource(), partition, offset, record.toByteArray());
    }

    /** Read. */
    public MetricsRecord read(int partition, long offset, SourceRecord record) {
        try {
            if (reader.read(raw(partition, offset, record)) instanceof Result.Read(MetricsRecord read)) {
                return read;
            }
        } catch (InvalidRecordException e) {
            throw new AssertionError(e);
        }
        throw new AssertionError("unknown schema");
    }

    @Override
    public Optional<List<io.vigie.frames.Column>> columns(ByteString id) {
        return Optional.ofNullable(known.get(id));
    }

    @Override
    public CompletableFuture<Void> caughtUp() {
        return CompletableFuture.completedFuture(null);
    }
}
