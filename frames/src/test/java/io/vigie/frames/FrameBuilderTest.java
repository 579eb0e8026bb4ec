package io.vigie.frames;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class FrameBuilderTest {

    private static final Column A = Column.of("a", Map.of(), "", ColumnKind.GAUGE);
    private static final Column B = Column.of("b", Map.of("x", "1"), "", ColumnKind.GAUGE);

    @Test
    void theSameMomentAgainReplacesItself() {
        FrameBuilder builder = new FrameBuilder();
        builder.put(A, 20, 1);
        builder.put(A, 10, 2);
        builder.put(A, 20, 3);

        StoredFrame frame = builder.build();

        assertThat(frame.times()).containsExactly(10, 20);
        assertThat(text(frame, 0)).isEqualTo("{10=2.0, 20=3.0}");
    }

    @Test
    void columnsOfDifferentMomentsHaveGaps() {
        FrameBuilder builder = new FrameBuilder();
        builder.put(A, 10, 1);
        builder.put(A, 30, 2);
        builder.put(B, 20, 3);
        builder.put(B, 30, 4);

        StoredFrame frame = builder.build();

        assertThat(frame.times()).containsExactly(10, 20, 30);
        assertThat(text(frame, 0)).isEqualTo("{10=1.0, 30=2.0}");
        assertThat(text(frame, 1)).isEqualTo("{20=3.0, 30=4.0}");
        assertThat(builder.values()).isEqualTo(4);
        assertThat(builder.moments()).isEqualTo(3);
    }

    @Test
    void valuesInAnyOrderMakeTheFrameOfASortedMapAlsoAfterReopening() throws MalformedFrameException {
        for (long seed = 0; seed < 300; seed++) {
            Random random = new Random(seed);
            FrameBuilder builder = new FrameBuilder();
            Map<Column, TreeMap<Long, Double>> expected = new TreeMap<>();
            for (int i = 0; i < 60; i++) {
                if (i == 30) {
                    builder = FrameBuilder.of(FrameCodec.open(FrameCodec.encode(builder.build())));
                }
                Column column = random.nextInt(3) == 0 ? A : B;
                long time = random.nextInt(40);
                double value = random.nextInt(100) / 10.0;
                builder.put(column, time, value);
                expected.computeIfAbsent(column, c -> new TreeMap<>()).put(time, value);
            }
            StoredFrame frame = builder.build();
            for (int c = 0; c < frame.columns().size(); c++) {
                assertThat(text(frame, c))
                        .as("seed " + seed)
                        .isEqualTo(String.valueOf(
                                expected.get(frame.columns().get(c).column())));
            }
        }
    }

    private static String text(StoredFrame frame, int column) {
        Map<Long, Double> values = new TreeMap<>();
        frame.columns().get(column).values().forEach((moment, value) -> values.put(frame.times()[moment], value));
        return values.toString();
    }
}
