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
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * Publishes schemas to {@code vigie.schemas}: each once a day (UTC) as long as somebody uses it, so that the topic keeps what is in
 * use. Remembers what it has published today, up to {@value #REMEMBERED} schemas; beyond that it publishes again.
 */
public final class SchemaRegistry {

    private static final int REMEMBERED = 10_000;

    private final RecordPublisher publisher;
    private final InstantSource clock;
    private final Counter published;
    private final Map<ByteString, Publication> publications = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<ByteString, Publication> eldest) {
            return size() > REMEMBERED;
        }
    };

    private record Publication(LocalDate day, DeclaredSchema schema, CompletableFuture<Void> done) {}

    /** Publishes through the given port. */
    public SchemaRegistry(RecordPublisher publisher, InstantSource clock, MeterRegistry meters) {
        this.publisher = publisher;
        this.clock = clock;
        this.published = meters.counter("vigie.ingest.schemas.published");
    }

    /**
     * Checks a schema against every limit.
     *
     * @throws InvalidFrameException that names field and limit
     */
    public DeclaredSchema check(Schema schema) throws InvalidFrameException {
        synchronized (publications) {
            Publication known = publications.get(schema.getId());
            if (known != null && known.schema().record().equals(recordOf(schema))) {
                return known.schema();
            }
        }
        SchemaRules.check(schema);
        return new DeclaredSchema(schema.getId(), schema.getColumnsCount(), recordOf(schema));
    }

    private static ByteString recordOf(Schema schema) {
        return SchemaRecord.newBuilder().setSchema(schema).build().toByteString();
    }

    /** Completes when the schema is on the topic, published today; at once where it is. */
    public CompletableFuture<Void> declare(DeclaredSchema schema) {
        LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        synchronized (publications) {
            Publication known = publications.get(schema.id());
            if (known != null && known.day().equals(today) && !known.done().isCompletedExceptionally()) {
                return known.done();
            }
            CompletableFuture<Void> done = publisher.publish(
                    Topic.SCHEMAS, SchemaId.hex(schema.id()), schema.record().toByteArray());
            publications.put(schema.id(), new Publication(today, schema, done));
            published.increment();
            return done;
        }
    }
}
