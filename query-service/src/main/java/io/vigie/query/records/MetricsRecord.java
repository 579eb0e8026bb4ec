package io.vigie.query.records;

import io.vigie.proto.agent.v1.SourceKind;
import io.vigie.proto.stream.v1.SourceFacts;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A record of the topic metrics, checked.
 *
 * @param offset where it stands in its partition
 * @param receivedAt when ingest took it
 * @param facts what the source says of itself, where it said it
 * @param samples absent for a sign of life
 * @param bytes how large the record was
 */
public record MetricsRecord(
        String source,
        boolean service,
        int partition,
        long offset,
        Instant receivedAt,
        @Nullable SourceFacts facts,
        @Nullable Samples samples,
        int bytes) {

    /** The facts, where the record has some. */
    public Optional<SourceFacts> factsIfAny() {
        return Optional.ofNullable(facts);
    }

    /** The samples, where the record has some. */
    public Optional<Samples> samplesIfAny() {
        return Optional.ofNullable(samples);
    }

    static boolean isService(SourceKind kind) {
        return kind == SourceKind.SOURCE_KIND_SERVICE;
    }
}
