package io.vigie.proto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.vigie.proto.metrics.v1.Frame;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FrameCodecTest {

    private static final ByteString SCHEMA = ByteString.copyFrom(new byte[SchemaId.LENGTH]);

    @ParameterizedTest
    @ValueSource(
            doubles = {
                0.0,
                -0.0,
                45.2,
                -12.34,
                1e15,
                9007199254740992.0,
                1e300,
                Double.MIN_VALUE,
                Math.PI,
                Double.NaN,
                Double.POSITIVE_INFINITY
            })
    void everyValueComesBackBitByBit(double value) throws InvalidFrameException {
        Frame frame = new FrameEncoder(SCHEMA, 1, 1000).set(0, 0, value).build();

        List<Long> bits = new ArrayList<>();
        FrameDecoder.check(frame, 1).forEach(0, (t, v) -> bits.add(Double.doubleToRawLongBits(v)));

        assertThat(bits).containsExactly(Double.doubleToRawLongBits(value));
    }

    @Test
    void shortDecimalsTravelAsIntegers() {
        Frame frame = new FrameEncoder(SCHEMA, 1, 1000, 2000)
                .set(0, 0, 45.2)
                .set(0, 1, 45)
                .build();

        assertThat(frame.getScalesList()).containsExactly(1);
        assertThat(frame.getIntegersList()).containsExactly(452L, 450L);
        assertThat(frame.getDoublesList()).isEmpty();
    }

    @Test
    void gapsAndMixedColumnsComeBack() throws InvalidFrameException {
        Random random = new Random(7);
        for (int round = 0; round < 500; round++) {
            int columns = 1 + random.nextInt(6);
            long[] times = new long[1 + random.nextInt(5)];
            for (int t = 0; t < times.length; t++) {
                times[t] = 1000L * (t + 1);
            }
            FrameEncoder encoder = new FrameEncoder(SCHEMA, columns, times);
            List<String> expected = new ArrayList<>();
            for (int c = 0; c < columns; c++) {
                for (int t = 0; t < times.length; t++) {
                    if (random.nextInt(3) > 0) {
                        double value = random.nextBoolean() ? random.nextInt(1000) / 10.0 : random.nextGaussian();
                        encoder.set(c, t, value);
                        expected.add(c + "/" + t + "=" + value);
                    }
                }
            }
            FrameDecoder decoder = FrameDecoder.check(encoder.build(), columns);
            List<String> actual = new ArrayList<>();
            for (int c = 0; c < decoder.columns(); c++) {
                int column = c;
                decoder.forEach(c, (t, v) -> actual.add(column + "/" + t + "=" + v));
            }
            assertThat(actual).isEqualTo(expected);
        }
    }

    @Test
    void aFrameThatBreaksTheRulesIsRefusedByName() {
        Frame good = new FrameEncoder(SCHEMA, 2, 1000, 2000)
                .set(0, 0, 1)
                .set(0, 1, 2)
                .build();

        refused(good.toBuilder().clearTimestamps().build(), "bad_timestamp_count");
        refused(good.toBuilder().setTimestamps(1, 1000).build(), "timestamps_not_increasing");
        refused(good.toBuilder().addScales(0).build(), "too_many_columns");
        refused(good.toBuilder().setScales(0, 16).build(), "bad_scale");
        refused(good.toBuilder().setScales(0, -3).build(), "bad_scale");
        refused(good.toBuilder().addIntegers(5).build(), "values_do_not_match");
        refused(good.toBuilder().addDoubles(5).build(), "values_do_not_match");
        refused(good.toBuilder().setIntegers(0, Long.MIN_VALUE).build(), "integer_too_large");
    }

    private static void refused(Frame frame, String code) {
        assertThatThrownBy(() -> FrameDecoder.check(frame, 2))
                .isInstanceOfSatisfying(
                        InvalidFrameException.class, e -> assertThat(e.code()).isEqualTo(code));
    }
}
