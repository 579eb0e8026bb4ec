package io.vigie.query.retention;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.ConnectionString;
import com.mongodb.reactivestreams.client.MongoClient;
import com.mongodb.reactivestreams.client.MongoClients;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vigie.query.records.TestRecords;
import io.vigie.query.sources.MongoSourceStore;
import io.vigie.query.sources.SourceProfile;
import io.vigie.query.sources.SourceStore;
import io.vigie.query.sources.StoredSource;
import io.vigie.query.storage.FrameStore;
import io.vigie.query.storage.HourKey;
import io.vigie.query.storage.MongoDocuments;
import io.vigie.query.storage.MongoFrameStore;
import io.vigie.query.storage.Origin;
import io.vigie.query.storage.Retention;
import io.vigie.query.storage.StoredHour;
import io.vigie.testkit.servers.RealMongo;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RetentionJobIT {

    private static final Instant NOW = Instant.parse("2026-11-21T10:30:00Z");
    private static final Duration WITHIN = Duration.ofSeconds(30);

    @Test
    void whatIsOlderIsDeletedWithAllItsPartsAndTheRestStays() {
        String uri = RealMongo.freshDatabase();
        try (MongoClient client = MongoClients.create(uri)) {
            String database = Objects.requireNonNull(new ConnectionString(uri).getDatabase());
            FrameStore frames = new MongoFrameStore(new MongoDocuments(client, database, "frames", WITHIN));
            SourceStore sources = new MongoSourceStore(new MongoDocuments(client, database, "sources", WITHIN));
            Origin from = new Origin("topic", 0, 0);
            SourceProfile profile = SourceProfile.first(new TestRecords()
                    .read(
                            0,
                            0,
                            TestRecords.heartbeat(
                                    "a", NOW.minus(Duration.ofDays(3)).toEpochMilli())));
            sources.replace(List.of(new StoredSource(profile, 1, from))).block(WITHIN);
            HourKey old = HourKey.of("a", NOW.minus(Duration.ofHours(30)).toEpochMilli());
            HourKey oldest = HourKey.of("a", NOW.minus(Duration.ofDays(33)).toEpochMilli());
            HourKey kept = HourKey.of("a", NOW.minus(Duration.ofHours(24)).toEpochMilli());
            List<HourKey> all = List.of(oldest, old, old.next(), kept);
            frames.replace(Stream.of(oldest, old, old.next(), kept)
                            .map(key -> new StoredHour(key, 1, from, new byte[] {1}, key.equals(old)))
                            .toList())
                    .block(WITHIN);
            AtomicReference<Instant> now = new AtomicReference<>(NOW);
            Clock clock = new MovingClock(now);
            RetentionJob job = new RetentionJob(
                    sources, frames, new Retention(Duration.ofDays(1)), clock, new SimpleMeterRegistry());

            assertThat(job.run()).isEqualTo(3);
            assertThat(frames.find(all).map(StoredHour::key).collectList().block(WITHIN))
                    .containsExactly(kept);
            assertThat(job.run()).isZero();

            // A writer that held it for long brings an old hour back.
            frames.replace(List.of(new StoredHour(oldest, 1, from, new byte[] {1}, false)))
                    .block(WITHIN);
            now.set(NOW.plus(Duration.ofHours(20)));
            assertThat(job.run()).as("what has become too old since").isEqualTo(1);
            now.set(NOW.plus(Duration.ofHours(25)));
            assertThat(job.run()).as("the daily round finds what came back").isEqualTo(1);
            assertThat(frames.find(all).collectList().block(WITHIN)).isEmpty();
        }
    }

    private static final class MovingClock extends Clock {
        private final AtomicReference<Instant> now;

        MovingClock(AtomicReference<Instant> now) {
            this.now = now;
        }

        @Override
        public Instant instant() {
            return now.get();
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
