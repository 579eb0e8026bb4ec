package io.vigie.query.series;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vigie.frames.Column;
import io.vigie.frames.ColumnKind;
import io.vigie.frames.FrameBuilder;
import io.vigie.frames.FrameCodec;
import io.vigie.kit.problem.ProblemException;
import io.vigie.query.live.LiveSettings;
import io.vigie.query.live.LiveTail;
import io.vigie.query.records.TestRecords;
import io.vigie.query.storage.FrameStore;
import io.vigie.query.storage.HourKey;
import io.vigie.query.storage.Origin;
import io.vigie.query.storage.Retention;
import io.vigie.query.storage.StoredHour;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.springframework.util.unit.DataSize;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

class SeriesReaderTest {

    private static final Instant NOW = Instant.parse("2026-11-21T00:00:00Z");
    private static final Duration WITHIN = Duration.ofSeconds(60);

    private final Stored stored = new Stored();

    /** Every hour is stored, with incompressible values. */
    private static final class Stored implements FrameStore {
        private int columns = 5;
        private int values = 50_000;
        private int mostAtOnce;

        @Override
        public Flux<StoredHour> find(Collection<HourKey> keys) {
            AtomicInteger handedOver = new AtomicInteger();
            return Flux.fromIterable(keys)
                    .map(key -> new StoredHour(key, 1, new Origin("topic", 0, 0), frame(key.hour()), false))
                    .doOnNext(hour -> mostAtOnce = Math.max(mostAtOnce, handedOver.addAndGet(hour.frame().length)));
        }

        private byte[] frame(long hour) {
            FrameBuilder frame = new FrameBuilder();
            Random random = new Random(hour);
            for (int column = 0; column < columns; column++) {
                Column identity = Column.of("cpu", Map.of("core", "" + column), "1", ColumnKind.GAUGE);
                for (int i = 0; i < values; i++) {
                    frame.put(identity, HourKey.startOf(hour) + i, random.nextDouble());
                }
            }
            return FrameCodec.encode(frame.build());
        }

        @Override
        public Mono<Set<HourKey>> replace(List<StoredHour> hours) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Mono<Long> delete(Collection<HourKey> firstParts) {
            throw new UnsupportedOperationException();
        }
    }

    private SeriesData read() {
        LiveTail tail = new LiveTail(new TestRecords().reader(), new LiveSettings(DataSize.ofMegabytes(1), 10));
        SeriesReader reader = new SeriesReader(
                stored,
                tail,
                new Retention(Duration.ofDays(30)),
                Clock.fixed(NOW, ZoneOffset.UTC),
                Schedulers.immediate(),
                new SeriesSettings(WITHIN));
        return Objects.requireNonNull(
                reader.read(SeriesRequest.of("a", List.of("cpu"), NOW.minus(Duration.ofHours(24)), NOW, 24))
                        .block(WITHIN));
    }

    @Test
    void aDayOfLargeHoursIsReadInPartsWithinTheLimit() {
        SeriesData data = read();

        assertThat(data.lines()).hasSize(5);
        assertThat(data.lines())
                .allSatisfy(line ->
                        assertThat(line.values().present().cardinality()).isEqualTo(24));
        assertThat(24L * stored.frame(0).length).as("all hours").isGreaterThan(40 << 20);
        assertThat(stored.mostAtOnce).isLessThan(20 << 20);
    }

    @Test
    void tooManyValuesAreRefusedBeforeTheyAreDecoded() {
        stored.columns = 21;

        assertThatThrownBy(this::read)
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("more than 1000000 values");
    }
}
