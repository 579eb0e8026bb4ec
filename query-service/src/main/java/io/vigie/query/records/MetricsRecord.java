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
 * @param body of the fleet's REST API as it came, where it came that way
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
        @Nullable String body,
        int bytes) {

    /** The facts, where the record has some. */
    public Optional<SourceFacts> factsIfAny() {
        return Optional.ofNullable(facts);
    }

    /** The samples, where the record has some. */
    public Optional<Samples> samplesIfAny() {
        return Optional.ofNullable(samples);
    }

    /** The body, where it came over the fleet's REST API. */
    public Optional<String> bodyIfAny() {
        return Optional.ofNullable(body);
    }

    static boolean isService(SourceKind kind) {
        return kind == SourceKind.SOURCE_KIND_SERVICE;
    }
}
