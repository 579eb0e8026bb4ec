package io.vigie.query.series;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vigie.frames.Column;
import io.vigie.frames.ColumnKind;
import io.vigie.frames.FrameBuilder;
import io.vigie.kit.problem.ProblemException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SeriesBuilderTest {

    private static final Column CPU = Column.of("cpu", Map.of(), "1", ColumnKind.GAUGE);
    private static final Column DISK = Column.of("disk", Map.of(), "1", ColumnKind.GAUGE);

    private static SeriesRequest request(long from, long to, int maxPoints) {
        return new SeriesRequest("a", Set.of("cpu", "disk"), from, to, maxPoints);
    }

    @Test
    void fewValuesStayRawWithTheirGaps() {
        SeriesBuilder builder = new SeriesBuilder(request(0, 10_000, 10));
        FrameBuilder hour = new FrameBuilder();
        hour.put(CPU, 5, 1);
        hour.put(DISK, 7, Double.NaN);
        builder.add(hour);

        SeriesData data = builder.result();

        assertThat(data.step()).isEmpty();
        assertThat(data.times()).containsExactly(5, 7);
        assertThat(data.lines().get(0).values().present().toString()).isEqualTo("{0}");
        assertThat(data.lines().get(1).values().present().toString()).isEqualTo("{1}");
        assertThat(data.lines().get(1).values().values()[1]).isNaN();
    }

    @Test
    void manyValuesBecomeStepsOfMeanLeastAndGreatestAsComputedPlainly() {
        Random random = new Random(3);
        SeriesBuilder builder = new SeriesBuilder(request(500, 100_000, 10));
        double[] sums = new double[10];
        double[] least = new double[10];
        int[] counts = new int[10];
        for (int hour = 0; hour < 10; hour++) {
            FrameBuilder values = new FrameBuilder();
            for (int i = 0; i < 7; i++) {
                long time = hour * 10_000L + 500 + random.nextInt(9_000);
                double value = random.nextInt(100);
                values.put(CPU, time, value);
            }
            int step = hour;
            values.forEach((column, time, value) -> {
                least[step] = counts[step] == 0 ? value : Math.min(least[step], value);
                sums[step] += value;
                counts[step]++;
            });
            builder.add(values);
        }

        SeriesData data = builder.result();

        assertThat(data.step()).hasValue(10_000);
        assertThat(data.times()).hasSize(10).startsWith(0, 10_000);
        for (int step = 0; step < 10; step++) {
            assertThat(data.lines().get(0).values().values()[step]).isEqualTo(sums[step] / counts[step]);
            Points min = Objects.requireNonNull(data.lines().get(0).min());
            assertThat(min.values()[step]).isEqualTo(least[step]);
        }
    }

    @Test
    void stepsAreNeverMoreThanAskedForWhateverTheRange() {
        Random random = new Random(5);
        for (int round = 0; round < 2_000; round++) {
            long from = random.nextLong(Duration.ofDays(30_000).toMillis());
            long to = from + 1 + random.nextLong(Duration.ofDays(366).toMillis());
            int most = round < 500 ? 2 : 2 + random.nextInt(9_999);
            Steps steps = Steps.of(from, to, most);
            steps.add(CPU, from, 1);
            steps.add(CPU, to - 1, 2);
            assertThat(steps.result().times().length).isBetween(1, most);
        }
    }

    @Test
    void tooManySeriesForSoManyPointsAreRefusedByName() {
        SeriesBuilder builder = new SeriesBuilder(request(0, 10_000, 10_000));
        FrameBuilder hour = new FrameBuilder();
        for (int i = 0; i < 31; i++) {
            for (int time = 0; time < 9_900; time++) {
                hour.put(Column.of("cpu", Map.of("core", "" + i), "1", ColumnKind.GAUGE), time, 1);
            }
        }
        assertThatThrownBy(() -> builder.add(hour)).isInstanceOfSatisfying(ProblemException.class, problem -> {
            assertThat(problem.errors()).hasSize(1);
            assertThat(problem.errors().getFirst().field()).isEqualTo("maxPoints");
            assertThat(problem.errors().getFirst().detail()).contains("9677");
        });
    }

    @Test
    void everyWrongFieldOfARequestIsNamed() {
        Instant now = Instant.ofEpochMilli(0);
        assertThatThrownBy(() -> SeriesRequest.of("a", List.of(), now, now, 1))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        problem -> assertThat(problem.errors())
                                .extracting("field")
                                .containsExactly("names", "to", "maxPoints"));
    }
}
