package io.vigie.query.writer;

import io.vigie.messaging.AssignedPartition;
import io.vigie.messaging.InvalidRecordException;
import io.vigie.messaging.PartitionHandler;
import io.vigie.messaging.UnavailableException;
import io.vigie.query.records.MetricsRecord;
import io.vigie.query.records.MetricsRecordReader;
import io.vigie.query.records.MetricsRecordReader.Result;
import io.vigie.query.records.RawRecord;
import io.vigie.query.records.Samples;
import io.vigie.query.records.Schemas;
import io.vigie.query.sources.StoredSource;
import io.vigie.query.storage.HourKey;
import io.vigie.query.storage.Origin;
import io.vigie.query.storage.Retention;
import io.vigie.query.storage.StoreUnavailableException;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/**
 * Writes the records of one partition of the topic metrics into the documents of hours and sources.
 *
 * <p>Records wait in memory until their documents are written back; a document is only ever replaced when it is still the one
 * that was read, and says up to which record it goes. So whoever else writes the same partition, and however often a record
 * comes again, each is in its documents once. What may be committed is the lowest record that waits.
 */
final class MetricsPartitionConsumer implements PartitionHandler {

    private static final Logger LOG = LoggerFactory.getLogger(MetricsPartitionConsumer.class);

    private static final Duration SCHEMA_WITHIN = Duration.ofSeconds(10);

    private final WriterParts parts;
    private final Origin partition;
    private final Desk<HourKey, Hour> hours;
    private final Desk<String, StoredSource> sources;
    private long position;
    private long reportedBytes;

    /** What all partitions share. */
    record WriterParts(
            MetricsRecordReader reader,
            Schemas schemas,
            io.vigie.query.storage.FrameStore frames,
            io.vigie.query.sources.SourceStore sources,
            Retention retention,
            WriterSettings settings,
            Clock clock,
            WriterMetrics metrics) {}

    MetricsPartitionConsumer(AssignedPartition assigned, WriterParts parts) {
        this.parts = parts;
        this.partition = new Origin(assigned.topicId().toString(), assigned.partition(), assigned.position());
        this.position = assigned.position();
        this.hours = desk(new HourDocuments(parts.frames(), partition));
        this.sources = desk(new SourceDocuments(parts.sources(), partition));
    }

    private <K, D> Desk<K, D> desk(Documents<K, D> documents) {
        return new Desk<>(documents, this::await, parts.settings().interval(), parts.clock(), parts.metrics());
    }

    @Override
    public void handle(ConsumerRecord<String, byte[]> record) throws InvalidRecordException, UnavailableException {
        read(RawRecord.of(record)).ifPresent(this::add);
        position = record.offset() + 1;
        report();
    }

    private void add(MetricsRecord metrics) {
        sources.add(metrics.source(), metrics);
        metrics.samplesIfAny().ifPresent(samples -> add(metrics, samples));
    }

    /** Empty for a canary. */
    private Optional<MetricsRecord> read(RawRecord record) throws InvalidRecordException, UnavailableException {
        Result first = parts.reader().read(record);
        Result result = first instanceof Result.UnknownSchema ? readAfterSchemas(record) : first;
        return switch (result) {
            case Result.Read(MetricsRecord read) -> Optional.of(read);
            case Result.Canary() -> Optional.empty();
            case Result.UnknownSchema(String schemaId) ->
                throw new InvalidRecordException("frame.schema_id: " + schemaId + " is not in the topic of schemas");
        };
    }

    /** A schema is published before its first frame, so once the topic is read to its end it is there or never will be. */
    private Result readAfterSchemas(RawRecord record) throws InvalidRecordException, UnavailableException {
        try {
            parts.schemas().caughtUp().get(SCHEMA_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new UnavailableException("the topic of schemas can't be read to its end", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UnavailableException("interrupted", e);
        }
        return parts.reader().read(record);
    }

    private void add(MetricsRecord record, Samples samples) {
        long firstKept = parts.retention().firstHour(parts.clock());
        Set<HourKey> keys = new LinkedHashSet<>();
        int tooOld = 0;
        for (int moment = 0; moment < samples.moments(); moment++) {
            HourKey key = HourKey.of(record.source(), samples.time(moment));
            if (key.hour() < firstKept) {
                tooOld++;
            } else {
                keys.add(key);
            }
        }
        keys.forEach(key -> hours.add(key, record));
        parts.metrics().taken((long) samples.moments() * samples.usedColumns());
        parts.metrics().tooOld(tooOld);
    }

    /**
     * Before more is taken: first drops what is stored anyway, then writes. Not while a record is handled, which would be
     * blamed for what the store refuses of others.
     */
    private void makeRoom() throws UnavailableException {
        long max = parts.settings().maxOpen().toBytes();
        if (hours.bytes() + sources.bytes() <= max) {
            return;
        }
        hours.shrink();
        sources.shrink();
        if (hours.bytes() + sources.bytes() > max / 2) {
            writeAll();
            hours.shrink();
            sources.shrink();
        }
    }

    @Override
    public void flush() throws UnavailableException {
        makeRoom();
        hours.writeDue();
        sources.writeDue();
        report();
    }

    @Override
    public void writeAll() throws UnavailableException {
        hours.writeAll();
        sources.writeAll();
    }

    @Override
    public long committableOffset() {
        return Stream.of(hours.lowestPending(), sources.lowestPending())
                .flatMapToLong(pending -> pending.isPresent() ? LongStream.of(pending.getAsLong()) : LongStream.empty())
                .min()
                .orElse(position);
    }

    /** Twice, as what another writer had changed is only read again in the second round. */
    @Override
    public void release() {
        try {
            for (int round = 0; round < 2; round++) {
                writeAll();
            }
        } catch (UnavailableException e) {
            LOG.info("Partition {}: not everything is written; its next owner takes it from Kafka again", partition, e);
        }
        abandon();
    }

    @Override
    public void abandon() {
        parts.metrics().resized(-reportedBytes);
        reportedBytes = 0;
    }

    private void report() {
        long bytes = hours.bytes() + sources.bytes();
        parts.metrics().resized(bytes - reportedBytes);
        reportedBytes = bytes;
    }

    private <T> T await(Mono<T> operation) throws UnavailableException {
        try {
            T result = operation.block(parts.settings().timeout().multipliedBy(3));
            if (result == null) {
                throw new IllegalStateException("a store always answers");
            }
            return result;
        } catch (StoreUnavailableException e) {
            throw new UnavailableException(String.valueOf(e.getMessage()), e);
        } catch (IllegalStateException e) {
            if (e.getMessage() != null && e.getMessage().startsWith("Timeout on blocking read")) {
                throw new UnavailableException("MongoDB does not answer in time", e);
            }
            throw e;
        }
    }
}
