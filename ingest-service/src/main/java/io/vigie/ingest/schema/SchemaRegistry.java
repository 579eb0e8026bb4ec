package io.vigie.ingest.schema;

import com.google.protobuf.ByteString;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vigie.messaging.RecordPublisher;
import io.vigie.proto.InvalidFrameException;
import io.vigie.proto.SchemaId;
import io.vigie.proto.Topic;
import io.vigie.proto.metrics.v1.Schema;
import io.vigie.proto.stream.v1.SchemaRecord;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Publishes schemas to {@code vigie.schemas}: each once a day (UTC) as long as somebody uses it, so that the topic keeps what is in
 * use. Remembers what it has published, up to {@value #REMEMBERED_BYTES} bytes, the last used; what it has forgotten it publishes
 * again when it is declared again.
 */
public final class SchemaRegistry {

    static final int REMEMBERED_BYTES = 32 * 1024 * 1024;

    /** What remembering a schema costs beside its record. */
    private static final int OVERHEAD = 256;

    private final RecordPublisher publisher;
    private final InstantSource clock;
    private final Counter published;
    private final Map<ByteString, Publication> publications = new LinkedHashMap<>(16, 0.75f, true);
    private final SchemaQuota quota = new SchemaQuota();
    private long bytes;

    private record Publication(DeclaredSchema schema, ByteString record, CompletableFuture<Void> done) {

        boolean isOf(LocalDate today) {
            return schema.day().equals(today) && !done.isCompletedExceptionally();
        }

        int bytes() {
            return record.size() + OVERHEAD;
        }
    }

    /**
     * A schema on its way to the topic.
     *
     * @param done completes when the topic has it
     */
    public record Declaration(DeclaredSchema schema, CompletableFuture<Void> done) {}

    /** Publishes through the given port. */
    public SchemaRegistry(RecordPublisher publisher, InstantSource clock, MeterRegistry meters) {
        this.publisher = publisher;
        this.clock = clock;
        this.published = meters.counter("vigie.ingest.schemas.published");
    }

    /**
     * Checks a schema against every limit, and publishes it where it has not been today.
     *
     * @throws InvalidFrameException that names field and limit
     * @throws SchemaQuotaException where it is new and the source has added too much today
     */
    public Declaration declare(String source, Schema schema) throws InvalidFrameException, SchemaQuotaException {
        return declare(source, schema, SchemaQuota.MAX_SCHEMAS);
    }

    /**
     * The same for a source whose lists of columns are short, and grow column by column.
     *
     * @param most how many new ones a day are allowed
     */
    public Declaration declare(String source, Schema schema, int most)
            throws InvalidFrameException, SchemaQuotaException {
        SchemaRules.checkSize(schema);
        ByteString record = SchemaRecord.newBuilder().setSchema(schema).build().toByteString();
        if (!isKnown(schema.getId(), record)) {
            SchemaRules.check(schema);
        }
        LocalDate today = today();
        synchronized (publications) {
            Publication known = publications.get(schema.getId());
            if (known == null) {
                quota.take(source, today, most, record.size());
            }
            return publish(known, schema.getId(), schema.getColumnsCount(), record);
        }
    }

    private boolean isKnown(ByteString id, ByteString record) {
        synchronized (publications) {
            Publication known = publications.get(id);
            return known != null && known.record().equals(record);
        }
    }

    /**
     * Publishes a declared schema again where that has not been done today.
     *
     * @return the schema as of today; empty where it has been forgotten and must be declared again
     */
    public Optional<DeclaredSchema> renew(DeclaredSchema schema) {
        if (schema.day().equals(today())) {
            return Optional.of(schema);
        }
        synchronized (publications) {
            return Optional.ofNullable(publications.get(schema.id()))
                    .map(known -> publish(known, schema.id(), schema.columns(), known.record())
                            .schema());
        }
    }

    private Declaration publish(@Nullable Publication known, ByteString id, int columns, ByteString record) {
        LocalDate today = today();
        Publication current = known;
        if (current == null || !current.isOf(today)) {
            CompletableFuture<Void> done = publisher.publish(Topic.SCHEMAS, SchemaId.hex(id), record.toByteArray());
            current = new Publication(new DeclaredSchema(id, columns, today), record, done);
            remember(id, current);
            published.increment();
        }
        return new Declaration(current.schema(), current.done());
    }

    private void remember(ByteString id, Publication publication) {
        Publication before = publications.put(id, publication);
        bytes += publication.bytes() - (before == null ? 0 : before.bytes());
        Iterator<Publication> eldest = publications.values().iterator();
        while (bytes > REMEMBERED_BYTES) {
            bytes -= eldest.next().bytes();
            eldest.remove();
        }
    }

    /** How many bytes are remembered. */
    long bytes() {
        synchronized (publications) {
            return bytes;
        }
    }

    private LocalDate today() {
        return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    }
}
