package io.vigie.query.records;

import com.google.protobuf.InvalidProtocolBufferException;
import io.vigie.frames.Column;
import io.vigie.messaging.InvalidRecordException;
import io.vigie.proto.FrameDecoder;
import io.vigie.proto.InvalidFrameException;
import io.vigie.proto.SchemaId;
import io.vigie.proto.SourceId;
import io.vigie.proto.metrics.v1.Frame;
import io.vigie.proto.stream.v1.SourceRecord;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads and checks records of the topic metrics. Thread-safe. */
public final class MetricsRecordReader {

    private final Schemas schemas;

    /** Reads with these schemas. */
    public MetricsRecordReader(Schemas schemas) {
        this.schemas = schemas;
    }

    /** What reading comes to. */
    public sealed interface Result {

        /** A good record. */
        record Read(MetricsRecord record) implements Result {}

        /** No record of a source: it only says how far the time of its partition has come. */
        record Canary() implements Result {}

        /** Its schema is not known, at least not yet. */
        record UnknownSchema(String schemaId) implements Result {}
    }

    /**
     * Reads a record.
     *
     * @throws InvalidRecordException where it breaks a rule of the wire contract; the message names field and limit
     */
    public Result read(RawRecord record) throws InvalidRecordException {
        SourceRecord message = parse(record);
        if (message.getSource().isEmpty() && record.source().isEmpty()) {
            return new Result.Canary();
        }
        String source = sourceOf(message);
        if (!source.equals(record.source())) {
            throw new InvalidRecordException("key: must be the source " + source);
        }
        if (!message.hasFrame()) {
            return new Result.Read(metrics(message, source, record, null));
        }
        Frame frame = message.getFrame();
        Optional<List<Column>> columns = schemas.columns(frame.getSchemaId());
        if (columns.isEmpty()) {
            return new Result.UnknownSchema(SchemaId.hex(frame.getSchemaId()));
        }
        return new Result.Read(metrics(message, source, record, samples(frame, columns.get())));
    }

    private static SourceRecord parse(RawRecord record) throws InvalidRecordException {
        try {
            return SourceRecord.parseFrom(record.value());
        } catch (InvalidProtocolBufferException e) {
            throw new InvalidRecordException("value: is not a SourceRecord", e);
        }
    }

    private static String sourceOf(SourceRecord message) throws InvalidRecordException {
        try {
            return new SourceId(message.getSource()).value();
        } catch (IllegalArgumentException e) {
            throw new InvalidRecordException("source: is not the id of a source", e);
        }
    }

    private static Samples samples(Frame frame, List<Column> columns) throws InvalidRecordException {
        try {
            return new Samples(frame, columns, FrameDecoder.check(frame, columns.size()));
        } catch (InvalidFrameException e) {
            throw new InvalidRecordException("frame: " + e.getMessage(), e);
        }
    }

    private static MetricsRecord metrics(
            SourceRecord message, String source, RawRecord record, @Nullable Samples samples) {
        return new MetricsRecord(
                source,
                MetricsRecord.isService(message.getKind()),
                record.partition(),
                record.offset(),
                Instant.ofEpochMilli(message.getReceivedAt()),
                message.hasFacts() ? message.getFacts() : null,
                samples,
                message.getBody().isEmpty() ? null : message.getBody(),
                record.value().length);
    }
}
