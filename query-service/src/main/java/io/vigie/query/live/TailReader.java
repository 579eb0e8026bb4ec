package io.vigie.query.live;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vigie.messaging.InvalidRecordException;
import io.vigie.query.records.MetricsRecord;
import io.vigie.query.records.MetricsRecordReader;
import io.vigie.query.records.MetricsRecordReader.Result;
import io.vigie.query.records.RawRecord;
import io.vigie.query.records.Schemas;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads records for the tail, which leaves out what can't be read: the writer buries it, or waits for its schema. */
final class TailReader {

    private static final Logger LOG = LoggerFactory.getLogger(TailReader.class);
    private static final Duration SCHEMA_WITHIN = Duration.ofSeconds(6);

    private final MetricsRecordReader reader;
    private final Schemas schemas;
    private final Counter leftOut;

    TailReader(MetricsRecordReader reader, Schemas schemas, MeterRegistry registry) {
        this.reader = reader;
        this.schemas = schemas;
        this.leftOut = registry.counter("vigie.live.records.left.out");
    }

    /** A record as it came, and as it reads. */
    record Both(RawRecord raw, MetricsRecord metrics) {}

    Optional<Both> read(ConsumerRecord<String, byte[]> record) throws InterruptedException {
        try {
            RawRecord raw = RawRecord.of(record);
            Result result = reader.read(raw);
            if (result instanceof Result.UnknownSchema) {
                awaitSchemas();
                result = reader.read(raw);
            }
            return result instanceof Result.Read(var metrics) ? Optional.of(new Both(raw, metrics)) : Optional.empty();
        } catch (InvalidRecordException e) {
            leaveOut(record, e);
        } catch (RuntimeException e) {
            LOG.debug("A fault of the reader", e);
            leaveOut(record, e);
        }
        return Optional.empty();
    }

    private void leaveOut(ConsumerRecord<String, byte[]> record, Exception cause) {
        leftOut.increment();
        LOG.warn(
                "The record at {}-{} is left out of the live tail: {}",
                record.partition(),
                record.offset(),
                cause.toString());
    }

    private void awaitSchemas() throws InterruptedException {
        try {
            schemas.caughtUp().get(SCHEMA_WITHIN.toMillis(), MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            LOG.debug("The topic of schemas can't be read to its end", e);
        }
    }
}
