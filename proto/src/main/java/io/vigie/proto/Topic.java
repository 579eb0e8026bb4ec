package io.vigie.proto;

import java.time.Duration;
import java.util.Optional;

/** The catalogue of Kafka topics: what each is called, how it is cut and how long it is kept. */
public enum Topic {
    /** {@code SourceRecord} by source: frames and signs of life. */
    METRICS("metrics", Kind.STREAM),
    /** {@code SchemaRecord} by schema id in hex. */
    SCHEMAS("schemas", Kind.EXPIRING_REFERENCE),
    /** {@code ApiKeyRecord} by key id. */
    API_KEYS("api-keys", Kind.REFERENCE),
    /** {@code RevocationRecord} by what is revoked: tokens and people that are no longer let in. */
    REVOCATIONS("revocations", Kind.REFERENCE),
    /** {@code ErrorEvent} by service. */
    ERRORS("errors", Kind.STREAM),
    /** CloudEvents JSON by service: one slim event per error, for live views and integrators. */
    ERROR_EVENTS("error-events", Kind.STREAM),
    /** CloudEvents JSON by service: what becomes of issues. */
    ISSUES("issues", Kind.TRANSITIONS),
    /** {@code IncidentSignal} by club: what evaluation found, on its way to the incident stage. */
    INCIDENT_SIGNALS("incident-signals", Kind.SIGNALS),
    /** CloudEvents JSON by source: what becomes of alerts. */
    ALERTS("alerts", Kind.TRANSITIONS),
    /** CloudEvents JSON by actor: who changed what. */
    AUDIT("audit", Kind.TRANSITIONS),
    /** {@code RuleRecord} by rule id. */
    RULES("rules", Kind.REFERENCE);

    /** How a topic is cut and kept. */
    public enum Kind {
        /** Many partitions, kept {@link #retention(boolean) for a day or a week}. */
        STREAM,
        /** Many partitions, kept a day: it only bridges two stages. */
        SIGNALS,
        /** Many partitions, kept 30 days. */
        TRANSITIONS,
        /** One partition, compacted, for ever. */
        REFERENCE,
        /** One partition, compacted, and a record is gone 30 days after it was last written. */
        EXPIRING_REFERENCE,
        /** One partition, kept 30 days. */
        DEAD_LETTERS
    }

    /** Every topic of Vigie begins with this. */
    public static final String PREFIX = "vigie.";

    /** The largest record, everything counted, in bytes; producers, brokers and consumers agree on it. */
    public static final int MAX_RECORD_BYTES = 2 * 1024 * 1024;

    private final String shortName;
    private final Kind kind;

    Topic(String shortName, Kind kind) {
        this.shortName = shortName;
        this.kind = kind;
    }

    /** The topic's name on the broker, for example {@code vigie.metrics}. */
    public String topicName() {
        return PREFIX + shortName;
    }

    /** Where records of this topic go that can't be read or stored, for example {@code vigie.metrics.dlt}. */
    public String deadLetterTopicName() {
        return topicName() + ".dlt";
    }

    /** How the topic is cut and kept. */
    public Kind kind() {
        return kind;
    }

    /** Whether it has many partitions, in which the records of one key keep their order; else it has one. */
    public boolean isPartitioned() {
        return switch (kind) {
            case STREAM, SIGNALS, TRANSITIONS -> true;
            case REFERENCE, EXPIRING_REFERENCE, DEAD_LETTERS -> false;
        };
    }

    /** How long records are kept; empty where compaction keeps the last of each key for ever. */
    public Optional<Duration> retention(boolean ownCluster) {
        return switch (kind) {
            case STREAM -> Optional.of(Duration.ofDays(ownCluster ? 7 : 1));
            case REFERENCE -> Optional.empty();
            case SIGNALS -> Optional.of(Duration.ofDays(1));
            case TRANSITIONS, EXPIRING_REFERENCE, DEAD_LETTERS -> Optional.of(Duration.ofDays(30));
        };
    }
}
