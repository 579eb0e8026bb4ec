package io.vigie.frames;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vigie.frames.StoredFrame.ValueColumn;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FrameCodecTest {

    private static final double[] SPECIAL = {
        0.0,
        -0.0,
        Double.NaN,
        Double.longBitsToDouble(0x7FF8_0000_0000_BEEFL),
        Double.longBitsToDouble(0x7FF0_0000_0000_0001L),
        Double.longBitsToDouble(0xFFF8_1234_5678_9ABCL),
        Double.POSITIVE_INFINITY,
        Double.NEGATIVE_INFINITY,
        Double.MIN_VALUE,
        -Double.MIN_VALUE,
        Double.MIN_NORMAL,
        Double.MAX_VALUE,
        -Double.MAX_VALUE,
        0x1p53,
        -0x1p53,
        0x1p53 + 2,
        Math.nextUp(0x1p53),
        0.1,
        0.30000000000000004,
        1e-15,
        1e15,
        Math.PI
    };

    @Test
    void aFrameOfRandomShapeComesBackBitByBit() throws MalformedFrameException {
        for (long seed = 0; seed < 2_000; seed++) {
            StoredFrame frame = randomFrame(new Random(seed));
            assertSame("seed " + seed, FrameCodec.open(FrameCodec.encode(frame)).decode(), frame);
        }
    }

    @Test
    void everySpecialDoubleComesBackBitByBitAloneAndBesideOthers() throws MalformedFrameException {
        List<double[]> columns = new ArrayList<>();
        for (double first : SPECIAL) {
            for (double second : SPECIAL) {
                columns.add(new double[] {first, second, 20.5});
            }
        }
        StoredFrame frame = frame(new long[] {-5, 0, Long.MAX_VALUE / 4}, columns);
        assertSame("pairs", FrameCodec.open(FrameCodec.encode(frame)).decode(), frame);
    }

    @Test
    void oneColumnIsDecodedWithoutTheOthers() throws MalformedFrameException {
        BitSet present = new BitSet();
        present.set(1);
        StoredFrame frame = new StoredFrame(
                new long[] {1_000, 2_000, 3_000},
                List.of(
                        new ValueColumn(column("a"), ColumnValues.of(1, 2, 3)),
                        new ValueColumn(column("b"), ColumnValues.of(3, present, 0.25)),
                        new ValueColumn(column("c"), ColumnValues.of(3, new BitSet()))));

        EncodedFrame encoded = FrameCodec.open(FrameCodec.encode(frame));

        assertThat(encoded.size()).isEqualTo(3);
        assertThat(encoded.times()).containsExactly(1_000, 2_000, 3_000);
        assertThat(encoded.column(1)).isEqualTo(column("b"));
        List<String> seen = new ArrayList<>();
        encoded.values(1).forEach((moment, value) -> seen.add(moment + "=" + value));
        assertThat(seen).containsExactly("1=0.25");
        assertThat(encoded.values(2).count()).isZero();
    }

    @Test
    void statisticsAreOfTheFiniteValues() throws MalformedFrameException {
        StoredFrame frame = frame(
                new long[] {1, 2, 3, 4},
                List.of(
                        new double[] {0.5, -1.5, 2, 3},
                        new double[] {Double.NaN, 7, Double.POSITIVE_INFINITY, 5},
                        new double[] {Double.NaN, Double.NaN, Double.NaN, Double.NaN}));

        EncodedFrame encoded = FrameCodec.open(FrameCodec.encode(frame));

        assertThat(encoded.stats(0)).isEqualTo(new ColumnStats(4, -1.5, 3, 4));
        assertThat(encoded.stats(1)).isEqualTo(new ColumnStats(2, 5, 7, 12));
        assertThat(encoded.stats(2)).isEqualTo(new ColumnStats(0, Double.NaN, Double.NaN, 0));
    }

    @Test
    void goldenBytesOfVersion1AreReadForEver() throws MalformedFrameException {
        byte[] golden = HexFormat.of().parseHex(GOLDEN);
        assertSame("golden", FrameCodec.open(golden).decode(), goldenFrame());
        assertThat(HexFormat.of().formatHex(Hostile.raw(FrameCodec.encode(goldenFrame()))))
                .as("what is written before compression")
                .isEqualTo(HexFormat.of().formatHex(Hostile.raw(golden)));
    }

    @Test
    void everyTruncationIsRefused() {
        byte[] bytes = FrameCodec.encode(goldenFrame());
        for (int length = 0; length < bytes.length; length++) {
            byte[] cut = Arrays.copyOf(bytes, length);
            assertThatThrownBy(() -> FrameCodec.open(cut)).isInstanceOf(MalformedFrameException.class);
        }
    }

    @Test
    void everyFlippedBitIsRefused() {
        byte[] bytes = FrameCodec.encode(goldenFrame());
        for (int bit = 0; bit < bytes.length * 8; bit++) {
            byte[] flipped = bytes.clone();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            assertThatThrownBy(() -> FrameCodec.open(flipped)).isInstanceOf(MalformedFrameException.class);
        }
    }

    /** Whoever can compute the checksum gets past it: what is behind must hold by itself. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void hostileContentsAreDecodedOrRefusedAndNothingElse(long seed) {
        Random random = new Random(seed);
        int refused = 0;
        for (int round = 0; round < 5_000; round++) {
            byte[] raw = Hostile.raw(FrameCodec.encode(randomFrame(random)));
            for (int flips = 1 + random.nextInt(4); flips > 0 && raw.length > 0; flips--) {
                raw[random.nextInt(raw.length)] ^= (byte) (1 << random.nextInt(8));
            }
            try {
                FrameCodec.open(Hostile.sealed(raw)).decode();
            } catch (MalformedFrameException expected) {
                refused++;
            }
        }
        assertThat(refused).isPositive();
    }

    @Test
    void aClaimOfHugeSizeIsRefusedBeforeMemoryIsTaken() {
        RawWriter raw = new RawWriter();
        raw.unsigned(StoredFrame.MAX_MOMENTS);
        raw.unsigned(StoredFrame.MAX_COLUMNS);
        assertThatThrownBy(() -> FrameCodec.open(Hostile.sealed(raw.toByteArray())))
                .isInstanceOf(MalformedFrameException.class)
                .hasMessageContaining("times");
        assertThatThrownBy(() -> FrameCodec.open(Hostile.sealed(new byte[FrameCodec.MAX_RAW_BYTES + 1])))
                .isInstanceOf(MalformedFrameException.class)
                .hasMessageContaining("at most");
    }

    @Test
    void anUnknownVersionIsNamed() {
        byte[] bytes = FrameCodec.encode(goldenFrame());
        bytes[0] = 2;
        assertThatThrownBy(() -> FrameCodec.open(bytes)).hasMessage("version 2 is not known, only 1");
    }

    @Test
    void anHourOfAHostTakesLittleSpace() {
        Random random = new Random(7);
        int moments = 360;
        long[] times = new long[moments];
        List<double[]> columns = new ArrayList<>();
        for (int t = 0; t < moments; t++) {
            times[t] = 1_795_000_000_000L + t * 10_000L;
        }
        for (int c = 0; c < 20; c++) {
            double[] values = new double[moments];
            double level = 50;
            for (int t = 0; t < moments; t++) {
                level += random.nextGaussian();
                values[t] = Math.round(level * 10) / 10.0;
            }
            columns.add(values);
        }
        int size = FrameCodec.encode(frame(times, columns)).length;
        System.out.printf("frame of 20 columns x 360 moments: %.2f bytes a value%n", size / (20.0 * moments));
        assertThat(size).isLessThan(20 * moments * 3 / 2);
    }

    private static final String GOLDEN =
            "01f2cabf49d30128b52ffd20d3350600640b030380a4e3d8bf68df87e2d8bf68081673797374656d2e6370752e7574696c697a6174696f"
                    + "6e00013101030003fa01e807c81105116e6574776f726b2e696f020664657669636505776c616e3009646972656374696f6e0772656365"
                    + "69766502427902000102aab4de75fedba076a890ffeb01080c74656d70c3a97261747572650102696402c3a90001ff000302008055d53f"
                    + "55d53f18fa01ee050105aab4de75d4a7420080efbe00000000f87f555555555555d53f0500c12c700334d470f814cad41e";

    static StoredFrame goldenFrame() {
        BitSet present = new BitSet();
        present.set(0);
        present.set(2);
        return new StoredFrame(
                new long[] {1_795_255_200_000L, 1_795_255_210_000L, 1_795_255_220_004L},
                List.of(
                        new ValueColumn(
                                Column.of("system.cpu.utilization", Map.of(), "1", ColumnKind.GAUGE),
                                ColumnValues.of(0.125, 0.5, 0.499)),
                        new ValueColumn(
                                Column.of(
                                        "system.network.io",
                                        Map.of("device", "wlan0", "direction", "receive"),
                                        "By",
                                        ColumnKind.COUNTER),
                                ColumnValues.of(3, present, 123_456_789, 123_999_999)),
                        new ValueColumn(
                                Column.of("température", Map.of("id", "é"), "", ColumnKind.GAUGE),
                                ColumnValues.of(-0.0, Double.longBitsToDouble(0x7FF8_0000_0000_BEEFL), 1 / 3.0))));
    }

    private static StoredFrame randomFrame(Random random) {
        int moments = random.nextInt(20);
        long[] times = new long[moments];
        long time = random.nextBoolean() ? random.nextLong() / 4 : 1_795_000_000_000L;
        for (int t = 0; t < moments; t++) {
            time += random.nextInt(4) == 0 ? 1 + random.nextInt(1_000_000) : 10_000;
            times[t] = time;
        }
        List<ValueColumn> columns = new ArrayList<>();
        for (int c = random.nextInt(6); c > 0; c--) {
            columns.add(new ValueColumn(column("c" + c), randomValues(random, moments)));
        }
        return new StoredFrame(times, columns);
    }

    private static ColumnValues randomValues(Random random, int moments) {
        BitSet present = new BitSet();
        int style = random.nextInt(4);
        boolean gaps = random.nextBoolean();
        for (int t = 0; t < moments; t++) {
            present.set(t, !gaps || random.nextBoolean());
        }
        double[] values = new double[present.cardinality()];
        for (int i = 0; i < values.length; i++) {
            values[i] = switch (style) {
                case 0 -> random.nextInt(1_000_000) / 1_000.0;
                case 1 -> Double.longBitsToDouble(random.nextLong());
                case 2 -> SPECIAL[random.nextInt(SPECIAL.length)];
                default -> (random.nextLong() >> 10) / Math.pow(10, random.nextInt(16));
            };
        }
        return ColumnValues.of(moments, present, values);
    }

    private static StoredFrame frame(long[] times, List<double[]> values) {
        List<ValueColumn> columns = new ArrayList<>();
        for (double[] column : values) {
            columns.add(new ValueColumn(column("c" + columns.size()), ColumnValues.of(column)));
        }
        return new StoredFrame(times, columns);
    }

    private static Column column(String name) {
        return Column.of(name, Map.of(), "", ColumnKind.GAUGE);
    }

    private static void assertSame(String what, StoredFrame actual, StoredFrame expected) {
        assertThat(actual.times()).as(what).isEqualTo(expected.times());
        assertThat(actual.columns()).as(what).hasSameSizeAs(expected.columns());
        for (int c = 0; c < actual.columns().size(); c++) {
            assertThat(actual.columns().get(c).column())
                    .isEqualTo(expected.columns().get(c).column());
            assertThat(bits(actual.columns().get(c).values()))
                    .as(what + " column " + c)
                    .isEqualTo(bits(expected.columns().get(c).values()));
        }
    }

    private static List<String> bits(ColumnValues values) {
        List<String> bits = new ArrayList<>();
        values.forEach((moment, value) -> bits.add(moment + "=" + Long.toHexString(Double.doubleToRawLongBits(value))));
        return bits;
    }
}
