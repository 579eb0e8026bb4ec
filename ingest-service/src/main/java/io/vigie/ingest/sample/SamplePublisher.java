package io.vigie.ingest.sample;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vigie.ingest.frame.FrameRules;
import io.vigie.ingest.sample.ColumnLists.Part;
import io.vigie.ingest.schema.SchemaQuotaException;
import io.vigie.ingest.schema.SchemaRegistry;
import io.vigie.messaging.RecordPublisher;
import io.vigie.proto.FrameEncoder;
import io.vigie.proto.InvalidFrameException;
import io.vigie.proto.Topic;
import io.vigie.proto.metrics.v1.Frame;
import io.vigie.proto.stream.v1.SourceRecord;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Puts samples on the topic metrics, each behind the schema that it names. */
public final class SamplePublisher {

    private static final int MOST_SCHEMAS_A_DAY = 1_000;

    private final ColumnLists lists = new ColumnLists();
    private final SchemaRegistry schemas;
    private final FrameRules frames;
    private final RecordPublisher publisher;
    private final InstantSource clock;
    private final Counter values;

    /** Publishes what keeps the rules. */
    public SamplePublisher(
            SchemaRegistry schemas,
            FrameRules frames,
            RecordPublisher publisher,
            InstantSource clock,
            MeterRegistry meters) {
        this.schemas = schemas;
        this.frames = frames;
        this.publisher = publisher;
        this.clock = clock;
        this.values = meters.counter("vigie.ingest.values");
        meters.gauge("vigie.ingest.columns.remembered", lists, ColumnLists::remembered);
    }

    /** A sample that may be published; {@link #ready} says how. */
    public static final class Placed {

        private final ColumnLists.Placed columns;

        private Placed(ColumnLists.Placed columns) {
            this.columns = columns;
        }
    }

    /** Records that may be published when their schemas are on the topic. */
    public static final class Ready {

        private final List<CompletableFuture<Void>> schemas = new ArrayList<>();
        private final List<SourceRecord.Builder> records = new ArrayList<>();
        private int values;

        /** The first record, to be told more. */
        public SourceRecord.Builder first() {
            return records.getFirst();
        }
    }

    /**
     * Checks the timestamp, and finds a place for each value. Who has several samples does this with all of them first, so that all
     * their new columns come with one schema.
     *
     * @throws InvalidFrameException where the timestamp is not taken
     */
    public Placed place(Sample sample) throws InvalidFrameException {
        if (!sample.values().isEmpty()) {
            frames.check(Frame.newBuilder().addTimestamps(sample.timestamp()).build(), 0);
        }
        return new Placed(lists.place(sample));
    }

    /**
     * Makes the records of a sample: one, or one per list of columns where there are many; one without a frame where there is no
     * value. Their schemas are on their way then.
     *
     * @throws InvalidFrameException where a column breaks a rule
     * @throws SchemaQuotaException where the source has added too many columns today
     */
    public Ready ready(Placed placed) throws InvalidFrameException, SchemaQuotaException {
        Sample sample = placed.columns.sample();
        Ready ready = new Ready();
        for (Part part : lists.parts(placed.columns)) {
            ready.schemas.add(schemas.declare(sample.source().value(), part.schema(), MOST_SCHEMAS_A_DAY)
                    .done());
            ready.records.add(record(sample).setFrame(frame(part, sample.timestamp())));
            ready.values += part.values().size();
        }
        if (ready.records.isEmpty()) {
            ready.records.add(record(sample));
        }
        return ready;
    }

    private static Frame frame(Part part, long timestamp) {
        int columns = part.values().lastKey() + 1;
        FrameEncoder frame = new FrameEncoder(part.schema().getId(), columns, timestamp);
        part.values().forEach((index, value) -> frame.set(index, 0, value));
        return frame.build();
    }

    private SourceRecord.Builder record(Sample sample) {
        return SourceRecord.newBuilder()
                .setSource(sample.source().value())
                .setKind(sample.kind())
                .setReceivedAt(clock.millis());
    }

    /**
     * Publishes the records when Kafka has their schemas.
     *
     * @return completes when Kafka has everything; fails with {@code UnavailableException} where that is unknown
     */
    public CompletableFuture<Void> publish(Collection<Ready> all) {
        return allOf(all.stream()
                        .flatMap(ready -> ready.schemas.stream())
                        .distinct()
                        .toList())
                .thenCompose(declared -> allOf(all.stream()
                        .flatMap(ready -> ready.records.stream())
                        .map(this::publish)
                        .toList()))
                .thenRun(() -> values.increment(
                        all.stream().mapToInt(ready -> ready.values).sum()));
    }

    private CompletableFuture<Void> publish(SourceRecord.Builder record) {
        return publisher.publish(
                Topic.METRICS, record.getSource(), record.build().toByteArray());
    }

    private static CompletableFuture<Void> allOf(List<CompletableFuture<Void>> futures) {
        return CompletableFuture.allOf(futures.toArray(CompletableFuture<?>[]::new));
    }
}
