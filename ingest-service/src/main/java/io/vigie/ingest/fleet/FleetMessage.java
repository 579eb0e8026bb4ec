package io.vigie.ingest.fleet;

import io.vigie.ingest.json.Json;
import io.vigie.proto.SourceId;
import io.vigie.proto.alerts.v1.ReportedAlerts;
import io.vigie.proto.metrics.v1.Column;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** What a body of the fleet says. */
sealed interface FleetMessage {

    /** Who says it. */
    SourceId site();

    /** The club that it belongs to, where it says so. */
    Optional<String> club();

    /** A sign of life. */
    record Heartbeat(SourceId site, Optional<String> club) implements FleetMessage {}

    /**
     * What a site measured.
     *
     * @param timestamp milliseconds since the epoch
     * @param echo the timestamp as it came, or ours where none came
     * @param facts texts that describe the site
     * @param alerts its own list of its open alerts; empty: it says nothing of them
     * @param body as it came, without its alerts
     */
    record Metrics(
            SourceId site,
            Optional<String> club,
            long timestamp,
            Json echo,
            Map<Column, Double> values,
            Map<String, String> facts,
            Optional<ReportedAlerts> alerts,
            String body)
            implements FleetMessage {

        /** Copies. */
        public Metrics {
            values = new LinkedHashMap<>(values);
            facts = Map.copyOf(facts);
        }
    }
}
