package io.vigie.alert.records;

import com.google.protobuf.InvalidProtocolBufferException;
import io.vigie.frames.Column;
import io.vigie.messaging.InvalidRecordException;
import io.vigie.messaging.UnavailableException;
import io.vigie.proto.FrameDecoder;
import io.vigie.proto.InvalidFrameException;
import io.vigie.proto.SchemaId;
import io.vigie.proto.SourceId;
import io.vigie.proto.agent.v1.SourceKind;
import io.vigie.proto.metrics.v1.Frame;
import io.vigie.proto.stream.v1.SourceRecord;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** Reads and checks records of the topic metrics. Thread-safe. */
public final class MetricsReader {

    private static final Duration SCHEMA_WITHIN = Duration.ofSeconds(10);

    private final Schemas schemas;

    /** Reads with these schemas. */
    public MetricsReader(Schemas schemas) {
        this.schemas = schemas;
    }

    /**
     * Reads a record, waiting for its schema: that is published before its first frame, so once the topic of schemas is read to
     * its end it is there or never will be.
     *
     * @throws InvalidRecordException where it breaks a rule of the wire contract; the message names field and limit
     * @throws UnavailableException where the topic of schemas can't be read
     */
    public SourceMessage read(ConsumerRecord<String, byte[]> record)
            throws InvalidRecordException, UnavailableException {
        SourceMessage first = readNow(record);
        if (!(first instanceof SourceMessage.UnknownSchema)) {
            return first;
        }
        awaitSchemas();
        SourceMessage second = readNow(record);
        if (second instanceof SourceMessage.UnknownSchema(String schemaId)) {
            throw new InvalidRecordException("frame.schema_id: " + schemaId + " is not in the topic of schemas");
        }
        return second;
    }

    private void awaitSchemas() throws UnavailableException {
        try {
            schemas.caughtUp().get(SCHEMA_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new UnavailableException("the topic of schemas can't be read to its end", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UnavailableException("interrupted", e);
        }
    }

    private SourceMessage readNow(ConsumerRecord<String, byte[]> record) throws InvalidRecordException {
        @Nullable String key = record.key();
        byte @Nullable [] value = record.value();
        if (key == null || value == null) {
            throw new InvalidRecordException("key, value: must be there");
        }
        SourceRecord message = parse(value);
        if (!message.getSource().equals(key)) {
            throw new InvalidRecordException("key: must be the source " + message.getSource());
        }
        if (key.isEmpty()) {
            return new SourceMessage.Canary(message.getReceivedAt());
        }
        checkSource(message);
        if (!message.hasFrame()) {
            return heard(message, null);
        }
        Frame frame = message.getFrame();
        Optional<List<Column>> columns = schemas.columns(frame.getSchemaId());
        return columns.isEmpty()
                ? new SourceMessage.UnknownSchema(SchemaId.hex(frame.getSchemaId()))
                : heard(message, samples(frame, columns.get()));
    }

    private static SourceRecord parse(byte[] value) throws InvalidRecordException {
        try {
            return SourceRecord.parseFrom(value);
        } catch (InvalidProtocolBufferException e) {
            throw new InvalidRecordException("value: is not a SourceRecord", e);
        }
    }

    private static void checkSource(SourceRecord message) throws InvalidRecordException {
        try {
            if (!new SourceId(message.getSource()).value().equals(message.getSource())) {
                throw new InvalidRecordException("source: is not in its normal form");
            }
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

    private static SourceMessage heard(SourceRecord message, @Nullable Samples samples) {
        return new SourceMessage.Heard(
                message.getSource(),
                message.getKind() != SourceKind.SOURCE_KIND_SERVICE,
                message.getEpoch(),
                message.getSeq(),
                message.getReceivedAt(),
                message.hasFacts() ? message.getFacts() : null,
                samples,
                message.hasReportedAlerts() ? message.getReportedAlerts() : null);
    }
}
