package io.vigie.query.sources;

import io.vigie.proto.stream.v1.SourceFacts;
import io.vigie.query.records.MetricsRecord;
import io.vigie.query.records.Samples;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What is known of a source. Immutable.
 *
 * @param service an instance of a service, else a device
 * @param firstSeen by the time of receipt, like {@code lastSeen}
 * @param lastSampleAt the latest sample by the source's clock, milliseconds since the epoch; {@link #NO_SAMPLE}: none yet
 */
public record SourceProfile(
        String id,
        boolean service,
        Said said,
        Duration observedInterval,
        Instant firstSeen,
        Instant lastSeen,
        long lastSampleAt,
        LatestValues latest,
        Optional<Body> lastBody) {

    /** There is no sample yet. */
    public static final long NO_SAMPLE = Long.MIN_VALUE;

    private static final Duration LEAST_SILENCE = Duration.ofMinutes(2);
    private static final Duration LONGEST_INTERVAL = Duration.ofDays(2);

    /** Below, gaps are bursts and say nothing of an interval. */
    private static final Duration SHORTEST_GAP = Duration.ofSeconds(1);

    /**
     * A body of the fleet's REST API.
     *
     * @param json an object, as it came, without its alerts
     */
    public record Body(String json, Instant receivedAt) {}

    /**
     * What a source says of itself.
     *
     * @param heartbeatInterval zero where not said, like {@code sampleInterval}
     */
    public record Said(
            SortedMap<String, String> labels,
            SortedMap<String, String> facts,
            String agentVersion,
            Duration heartbeatInterval,
            Duration sampleInterval) {

        /** Nothing was said. */
        public static final Said NOTHING = new Said(new TreeMap<>(), new TreeMap<>(), "", Duration.ZERO, Duration.ZERO);

        /** Copies what may change. */
        public Said {
            labels = Collections.unmodifiableSortedMap(new TreeMap<>(labels));
            facts = Collections.unmodifiableSortedMap(new TreeMap<>(facts));
        }

        private static Said of(SourceFacts facts) {
            return new Said(
                    sorted(facts.getLabelsMap()),
                    sorted(facts.getFactsMap()),
                    facts.getAgentVersion(),
                    interval(facts.getHeartbeatIntervalMs()),
                    interval(facts.getSampleIntervalMs()));
        }

        /** This, and what the facts add to it; all else is forgotten where they are not partial. */
        private Said after(SourceFacts more) {
            Said now = of(more);
            return more.getPartial()
                    ? new Said(
                            both(labels, now.labels),
                            both(facts, now.facts),
                            now.agentVersion.isEmpty() ? agentVersion : now.agentVersion,
                            now.heartbeatInterval.isZero() ? heartbeatInterval : now.heartbeatInterval,
                            now.sampleInterval.isZero() ? sampleInterval : now.sampleInterval)
                    : now;
        }

        private static SortedMap<String, String> both(Map<String, String> older, Map<String, String> newer) {
            SortedMap<String, String> both = new TreeMap<>(older);
            both.putAll(newer);
            return both;
        }

        private static SortedMap<String, String> sorted(Map<String, String> map) {
            return new TreeMap<>(map);
        }

        private static Duration interval(long millis) {
            return Duration.ofMillis(Math.clamp(millis, 0, LONGEST_INTERVAL.toMillis()));
        }
    }

    /** Of a source's first record. */
    public static SourceProfile first(MetricsRecord record) {
        return new SourceProfile(
                        record.source(),
                        record.service(),
                        Said.NOTHING,
                        Duration.ZERO,
                        record.receivedAt(),
                        record.receivedAt(),
                        NO_SAMPLE,
                        LatestValues.NONE,
                        Optional.empty())
                .with(record);
    }

    /** After one more record. */
    public SourceProfile with(MetricsRecord record) {
        Optional<Samples> samples = record.samplesIfAny();
        return new SourceProfile(
                id,
                record.service(),
                record.factsIfAny().map(said::after).orElse(said),
                observed(Duration.between(lastSeen, record.receivedAt())),
                firstSeen,
                record.receivedAt().isAfter(lastSeen) ? record.receivedAt() : lastSeen,
                samples.map(some -> Math.max(lastSampleAt, some.time(some.moments() - 1)))
                        .orElse(lastSampleAt),
                samples.map(latest::with).orElse(latest),
                record.bodyIfAny()
                        .map(body -> new Body(body, record.receivedAt()))
                        .or(() -> lastBody));
    }

    /** A moving mean of the gaps between records; one long gap counts no more than four usual ones. */
    private Duration observed(Duration gap) {
        if (gap.compareTo(SHORTEST_GAP) < 0) {
            return observedInterval;
        }
        long capped = Math.min(gap.toMillis(), LONGEST_INTERVAL.toMillis());
        if (observedInterval.isZero()) {
            return Duration.ofMillis(capped);
        }
        long usual = observedInterval.toMillis();
        return Duration.ofMillis(usual + (Math.min(capped, usual * 4) - usual) / 4);
    }

    /** The label {@code club}. */
    public Optional<String> club() {
        return Optional.ofNullable(said.labels().get("club"));
    }

    /** The fact {@code host.name}. */
    public Optional<String> hostName() {
        return Optional.ofNullable(said.facts().get("host.name"));
    }

    /** From when on the source is offline, if nothing more comes: 2 min or 2.5 usual intervals after the last sign of life. */
    public Instant offlineAt() {
        Duration allowed = Duration.ofMillis(usualInterval().toMillis() * 5 / 2);
        return lastSeen.plus(allowed.compareTo(LEAST_SILENCE) > 0 ? allowed : LEAST_SILENCE);
    }

    private Duration usualInterval() {
        if (!said.heartbeatInterval().isZero()) {
            return said.heartbeatInterval();
        }
        return said.sampleInterval().isZero() ? observedInterval : said.sampleInterval();
    }

    /** The status at a moment. */
    public SourceStatus status(Instant now) {
        return now.isBefore(offlineAt()) ? SourceStatus.ONLINE : SourceStatus.OFFLINE;
    }
}
