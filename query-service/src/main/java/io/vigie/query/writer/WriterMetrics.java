package io.vigie.query.writer;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.atomic.AtomicLong;

/** What the writer counts. */
final class WriterMetrics {

    private final Counter documents;
    private final Counter conflicts;
    private final Counter samples;
    private final Counter tooOld;
    private final AtomicLong openBytes;

    WriterMetrics(MeterRegistry registry) {
        documents = Counter.builder("vigie.writer.documents")
                .description("Documents written")
                .register(registry);
        conflicts = Counter.builder("vigie.writer.conflicts")
                .description("Documents that another writer had changed; they are read and written again")
                .register(registry);
        samples = Counter.builder("vigie.writer.values")
                .description("Values taken from Kafka")
                .register(registry);
        tooOld = Counter.builder("vigie.writer.too.old")
                .description("Moments older than the retention when they came; not stored")
                .register(registry);
        openBytes = registry.gauge("vigie.writer.open.bytes", new AtomicLong());
    }

    void written(int count, int refused) {
        documents.increment(count);
        conflicts.increment(refused);
    }

    void taken(long values) {
        samples.increment(values);
    }

    void tooOld(int moments) {
        tooOld.increment(moments);
    }

    void resized(long by) {
        openBytes.addAndGet(by);
    }
}
