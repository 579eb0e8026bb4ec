package io.vigie.alert.records;

import io.vigie.proto.alerts.v1.ReportedAlerts;
import io.vigie.proto.stream.v1.SourceFacts;
import org.jspecify.annotations.Nullable;

/** What a record of the topic metrics says, checked. */
public sealed interface SourceMessage {

    /** How far its partition's time has come, in milliseconds since the epoch by ingest's clock. */
    record Canary(long receivedAt) implements SourceMessage {}

    /**
     * A source gave a sign of life.
     *
     * @param device not an instance of a service
     * @param epoch 0, like {@code seq}, where the sender does not count
     * @param receivedAt milliseconds since the epoch at which ingest took it
     * @param facts what the source says of itself, where it said it
     * @param samples absent for a sign of life alone
     * @param reported the device's own list of its open alerts, where it sent one
     */
    record Heard(
            String source,
            boolean device,
            long epoch,
            long seq,
            long receivedAt,
            @Nullable SourceFacts facts,
            @Nullable Samples samples,
            @Nullable ReportedAlerts reported)
            implements SourceMessage {}

    /** Its schema is not known, at least not yet. */
    record UnknownSchema(String schemaId) implements SourceMessage {}
}
