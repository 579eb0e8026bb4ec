package io.vigie.alert.records;

import com.google.protobuf.ByteString;
import io.vigie.messaging.InvalidRecordException;
import io.vigie.messaging.UnavailableException;
import io.vigie.proto.FrameEncoder;
import io.vigie.proto.SchemaId;
import io.vigie.proto.Topic;
import io.vigie.proto.agent.v1.SourceKind;
import io.vigie.proto.alerts.v1.AlertLevel;
import io.vigie.proto.alerts.v1.ReportedAlert;
import io.vigie.proto.alerts.v1.ReportedAlerts;
import io.vigie.proto.metrics.v1.Column;
import io.vigie.proto.metrics.v1.MetricKind;
import io.vigie.proto.metrics.v1.Schema;
import io.vigie.proto.stream.v1.SchemaRecord;
import io.vigie.proto.stream.v1.SourceFacts;
import io.vigie.proto.stream.v1.SourceRecord;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Makes records as ingest publishes them, and knows their schemas. */
public final class TestRecords implements Schemas {

    /** What a Pi measures. */
    public static final Schema PI = schema(
            column("hw.temperature", Map.of("id", "cpu")),
            column("system.filesystem.utilization", Map.of("mountpoint", "/")),
            column("system.filesystem.utilization", Map.of("mountpoint", "/data")),
            column("system.memory.utilization", Map.of()),
            column("service.running", Map.of("name", "nginx")),
            column("service.running", Map.of("name", "hostapd")),
            column("application.up", Map.of("name", "webapp")));

    /** Good values of {@link #PI}. */
    public static double[] well() {
        return new double[] {50, 0.4, 0.4, 0.4, 1, 1, 1};
    }

    private final Map<ByteString, List<io.vigie.frames.Column>> known = new HashMap<>();
    private final MetricsReader reader = new MetricsReader(this);

    /** Knows {@link #PI}. */
    public TestRecords() {
        try {
            known.put(PI.getId(), SchemaTable.format(SchemaId.hex(PI.getId()), schemaRecord(PI), null));
        } catch (InvalidRecordException e) {
            throw new AssertionError(e);
        }
    }

    private static Column column(String name, Map<String, String> labels) {
        return Column.newBuilder()
                .setName(name)
                .putAllLabels(labels)
                .setKind(MetricKind.METRIC_KIND_GAUGE)
                .build();
    }

    private static Schema schema(Column... columns) {
        return Schema.newBuilder()
                .setId(SchemaId.of(List.of(columns)))
                .addAllColumns(List.of(columns))
                .build();
    }

    /** The value of the topic schemas. */
    public static byte[] schemaRecord(Schema schema) {
        return SchemaRecord.newBuilder().setSchema(schema).build().toByteArray();
    }

    /** Good values but for one column. */
    public static double[] but(int column, double value) {
        double[] values = well();
        values[column] = value;
        return values;
    }

    /** A frame of one moment. */
    public static SourceRecord frame(String source, long epoch, long seq, long at, double... values) {
        FrameEncoder frame = new FrameEncoder(PI.getId(), PI.getColumnsCount(), new long[] {at});
        for (int column = 0; column < values.length; column++) {
            frame.set(column, 0, values[column]);
        }
        return heartbeat(source, at).toBuilder()
                .setFrame(frame.build())
                .setEpoch(epoch)
                .setSeq(seq)
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

    /** How far a partition's time has come. */
    public static SourceRecord canary(long receivedAt) {
        return SourceRecord.newBuilder().setReceivedAt(receivedAt).build();
    }

    /** With what the source says of itself. */
    public static SourceRecord with(SourceRecord record, String club, long heartbeatMs) {
        return record.toBuilder()
                .setFacts(SourceFacts.newBuilder().putLabels("club", club).setHeartbeatIntervalMs(heartbeatMs))
                .build();
    }

    /** With the device's own list. */
    public static SourceRecord reporting(SourceRecord record, ReportedAlert... alerts) {
        return record.toBuilder()
                .setReportedAlerts(ReportedAlerts.newBuilder().addAllAlerts(List.of(alerts)))
                .build();
    }

    /** One of its alerts. */
    public static ReportedAlert reported(AlertLevel level, String type, String object, String message) {
        return ReportedAlert.newBuilder()
                .setLevel(level)
                .setType(type)
                .setObject(object)
                .setMessage(message)
                .setValue("91")
                .build();
    }

    /** As Kafka hands it over. */
    public static ConsumerRecord<String, byte[]> consumed(int partition, long offset, SourceRecord record) {
        return new ConsumerRecord<>(
                Topic.METRICS.topicName(), partition, offset, record.getSource(), record.toByteArray());
    }

    /** The reader of these records. */
    public MetricsReader reader() {
        return reader;
    }

    /** Read. */
    public SourceMessage.Heard read(SourceRecord record) {
        try {
            return (SourceMessage.Heard) reader.read(consumed(0, 0, record));
        } catch (InvalidRecordException | UnavailableException e) {
            throw new AssertionError(e);
        }
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
