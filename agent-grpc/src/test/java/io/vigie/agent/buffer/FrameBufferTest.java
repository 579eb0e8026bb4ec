package io.vigie.agent.buffer;

import static io.vigie.agent.buffer.Frames.BOOT;
import static io.vigie.agent.buffer.Frames.append;
import static io.vigie.agent.buffer.Frames.at;
import static io.vigie.agent.buffer.Frames.frame;
import static io.vigie.agent.buffer.Frames.rest;
import static io.vigie.agent.buffer.Frames.schema;
import static io.vigie.agent.buffer.Frames.valuesOf;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.vigie.agent.clock.Dating;
import io.vigie.agent.clock.Moment;
import io.vigie.proto.metrics.v1.Schema;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FrameBufferTest {

    private static final long LARGE = 64 << 20;

    @TempDir
    Path folder;

    private FrameBuffer open() throws IOException {
        return open(LARGE);
    }

    private FrameBuffer open(long mostBytes) throws IOException {
        return FrameBuffer.open(folder, mostBytes, () -> at(0));
    }

    private List<Path> segments() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".seg"))
                    .sorted()
                    .toList();
        }
    }

    private static List<Long> numbers(long from, long to) {
        return LongStream.rangeClosed(from, to).boxed().toList();
    }

    @Test
    void givesBackWhatWasAppendedInOrder() throws IOException {
        try (FrameBuffer buffer = open()) {
            for (int i = 1; i <= 5; i++) {
                assertThat(append(buffer, i)).isEqualTo(new Position(buffer.epoch(), i));
            }

            List<BufferedFrame> frames = rest(buffer);

            assertThat(valuesOf(frames)).isEqualTo(numbers(1, 5));
            assertThat(frames).allSatisfy(frame -> {
                assertThat(frame.droppedBefore()).isZero();
                assertThat(frame.schema()).isEqualTo(schema(5));
            });
            assertThat(frames.get(2).at()).isEqualTo(at(3));
        }
    }

    @Test
    void aReaderGoesOnWithWhatIsAppendedLater() throws IOException {
        try (FrameBuffer buffer = open();
                FrameReader reader = buffer.reader()) {
            assertThat(reader.next()).isNull();
            append(buffer, 1);
            assertThat(read(reader)).isEqualTo(1);
            assertThat(reader.next()).isNull();
            append(buffer, 2);
            assertThat(read(reader)).isEqualTo(2);
        }
    }

    @Test
    void aReaderSeesWhatIsAppendedAfterManyAcknowledgements() throws IOException {
        try (FrameBuffer buffer = open(1 << 16)) {
            for (int i = 1; i <= 300; i++) {
                append(buffer, i);
            }
        }
        try (FrameBuffer buffer = open(1 << 16);
                FrameReader reader = buffer.reader()) {
            for (BufferedFrame frame = reader.next(); frame != null; frame = reader.next()) {
                buffer.acknowledge(frame.position());
            }

            append(buffer, 301);

            assertThat(read(reader)).isEqualTo(301);
        }
    }

    @Test
    void aDiscardedFrameIsNotReadAgainAndCountsAsMissing() throws IOException {
        try (FrameBuffer buffer = open();
                FrameReader reader = buffer.reader()) {
            for (int i = 1; i <= 6; i++) {
                append(buffer, i);
            }
            assertThat(read(reader)).isEqualTo(1);
            reader.discard(requireNonNull(reader.next()));
            reader.discard(requireNonNull(reader.next()));
            assertThat(requireNonNull(reader.next()).droppedBefore()).isEqualTo(2);
            buffer.acknowledge(new Position(buffer.epoch(), 1));
            assertThat(valuesOf(rest(buffer))).isEqualTo(numbers(4, 6));
        }
        try (FrameBuffer buffer = open()) {
            assertThat(valuesOf(rest(buffer))).isEqualTo(numbers(4, 6));
            assertThat(rest(buffer).get(0).droppedBefore()).isEqualTo(2);
        }
    }

    private static long read(FrameReader reader) throws IOException {
        return requireNonNull(reader.next()).frame().getIntegers(0);
    }

    @Test
    void keepsWhatIsNotAcknowledgedOverARestart() throws IOException {
        long first;
        try (FrameBuffer buffer = open()) {
            first = buffer.epoch();
            for (int i = 1; i <= 10; i++) {
                append(buffer, i);
            }
            buffer.acknowledge(new Position(first, 4));
        }
        try (FrameBuffer buffer = open()) {
            append(buffer, 11);

            List<BufferedFrame> frames = rest(buffer);

            assertThat(buffer.epoch()).isGreaterThan(first);
            assertThat(valuesOf(frames)).isEqualTo(numbers(5, 11));
            assertThat(frames.get(0).position()).isEqualTo(new Position(first, 5));
            assertThat(frames.get(6).position()).isEqualTo(new Position(buffer.epoch(), 1));
            assertThat(frames)
                    .allSatisfy(frame -> assertThat(frame.droppedBefore()).isZero());
        }
    }

    @Test
    void deletesASegmentOnlyWhenAllOfItIsAcknowledged() throws IOException {
        try (FrameBuffer buffer = open()) {
            append(buffer, 1);
            append(buffer, 2);
        }
        try (FrameBuffer buffer = open()) {
            List<BufferedFrame> old = rest(buffer);
            assertThat(segments()).hasSize(2);
            buffer.acknowledge(old.get(0).position());
            assertThat(segments()).hasSize(2);
            buffer.acknowledge(old.get(1).position());
            assertThat(segments()).hasSize(1);
        }
    }

    @Test
    void theEpochGrowsEvenIfItsFileIsLost() throws IOException {
        long first;
        try (FrameBuffer buffer = open()) {
            first = buffer.epoch();
            append(buffer, 1);
        }
        Files.delete(folder.resolve("epoch"));
        long second;
        try (FrameBuffer buffer = open()) {
            second = buffer.epoch();
            assertThat(second).isGreaterThan(first);
        }
        Files.write(folder.resolve("epoch"), new byte[] {(byte) 0xff, 0, 7});
        try (FrameBuffer buffer = open()) {
            assertThat(buffer.epoch()).isGreaterThan(second);
        }
    }

    @Test
    void theEpochIsNotBelowTheClockSoThatALostFolderDoesNotBringOldOnesBack() throws IOException {
        try (FrameBuffer buffer = open()) {
            assertThat(buffer.epoch()).isEqualTo(Frames.WALL / 1000);
        }
    }

    @Test
    void aTornTailIsSteppedOverAndCounted() throws IOException {
        try (FrameBuffer buffer = open()) {
            for (int i = 1; i <= 3; i++) {
                append(buffer, i);
            }
        }
        Path segment = segments().get(0);
        byte[] bytes = Files.readAllBytes(segment);
        Files.write(segment, Arrays.copyOf(bytes, bytes.length - 7));

        for (int restart = 0; restart < 3; restart++) {
            try (FrameBuffer buffer = open()) {
                append(buffer, 4);
                List<BufferedFrame> frames = rest(buffer);
                assertThat(valuesOf(frames).subList(0, 3)).isEqualTo(List.of(1L, 2L, 4L));
                assertThat(frames.get(2).droppedBefore()).isEqualTo(1);
            }
        }
    }

    @Test
    void whateverBitsFlipEveryFrameIsIntactOrCounted() throws IOException {
        int frames = 40;
        try (FrameBuffer buffer = open()) {
            for (int i = 1; i <= frames; i++) {
                append(buffer, i);
            }
        }
        Path segment = segments().get(0);
        byte[] intact = Files.readAllBytes(segment);
        Random random = new Random(7);
        for (int round = 0; round < 200; round++) {
            byte[] damaged = intact.clone();
            for (int flip = 0; flip < 1 + round % 5; flip++) {
                damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
            }
            Files.write(segment, damaged);
            checkAllIntactOrCounted(frames);
        }
    }

    private void checkAllIntactOrCounted(int written) throws IOException {
        try (FrameBuffer buffer = open()) {
            append(buffer, 1000);
            List<BufferedFrame> frames = rest(buffer);
            long last = 0;
            for (BufferedFrame frame : frames.subList(0, frames.size() - 1)) {
                long value = frame.frame().getIntegers(0);
                assertThat(frame.position().seq()).isEqualTo(value);
                assertThat(frame.frame()).isEqualTo(frame(schema(5), value));
                assertThat(frame.droppedBefore()).isEqualTo(value - last - 1);
                last = value;
            }
            BufferedFrame later = frames.get(frames.size() - 1);
            assertThat(later.droppedBefore()).isLessThanOrEqualTo(written - last);
            assertThat(later.droppedBefore() > 0).isEqualTo(last < written);
        }
        for (Path segment : segments().subList(1, segments().size())) {
            Files.delete(segment);
        }
    }

    @Test
    void aFileOfGarbageIsNoHindrance() throws IOException {
        byte[] garbage = new byte[300_000];
        new Random(3).nextBytes(garbage);
        Files.write(folder.resolve(String.format("%016x-%016x.seg", 5, 1)), garbage);
        Files.write(folder.resolve("notes.txt"), "not ours".getBytes(StandardCharsets.UTF_8));

        try (FrameBuffer buffer = open()) {
            append(buffer, 1);
            assertThat(valuesOf(rest(buffer))).containsExactly(1L);
        }
    }

    @Test
    void beyondItsSizeItDropsTheOldestAndSaysHowMany() throws IOException {
        long most = 1 << 20;
        Schema wide = schema(200);
        int frames = 4000;
        try (FrameBuffer buffer = open(most)) {
            for (int i = 1; i <= frames; i++) {
                buffer.append(at(i), wide, frame(wide, i));
            }
            assertThat(bytes()).isLessThanOrEqualTo(most + (64 << 10));
            checkDrops(rest(buffer), frames);
        }
        try (FrameBuffer buffer = open(most)) {
            checkDrops(rest(buffer), frames);
        }
    }

    private long bytes() throws IOException {
        long bytes = 0;
        for (Path segment : segments()) {
            bytes += Files.size(segment);
        }
        return bytes;
    }

    private static void checkDrops(List<BufferedFrame> kept, int frames) {
        long first = kept.get(0).position().seq();
        assertThat(first).isGreaterThan(1);
        assertThat(kept.get(0).droppedBefore()).isEqualTo(first - 1);
        assertThat(kept.size() + kept.get(0).droppedBefore()).isEqualTo(frames);
        assertThat(kept.stream().skip(1))
                .allSatisfy(frame -> assertThat(frame.droppedBefore()).isZero());
    }

    @Test
    void whatWasDroppedOfAnEarlierEpochIsCountedAtTheNextFrame() throws IOException {
        long most = 1 << 20;
        Schema wide = schema(200);
        try (FrameBuffer buffer = open(most)) {
            for (int i = 1; i <= 100; i++) {
                buffer.append(at(i), wide, frame(wide, i));
            }
            buffer.acknowledge(new Position(buffer.epoch(), 30));
        }
        for (int restart = 0; restart < 2; restart++) {
            try (FrameBuffer buffer = open(most)) {
                for (int i = 1; i <= 4000; i++) {
                    buffer.append(at(i), wide, frame(wide, i));
                }
                BufferedFrame first = rest(buffer).get(0);
                long before = 70 + restart * 4000L + first.position().seq() - 1;
                assertThat(first.position().epoch()).isEqualTo(buffer.epoch());
                assertThat(first.droppedBefore()).isEqualTo(before);
            }
        }
    }

    @Test
    void howFramesAreDatedOutlivesTheSegmentThatSaidSo() throws IOException {
        Schema wide = schema(200);
        Dating dating = new Dating(BOOT, 0, 0, 42, false);
        try (FrameBuffer buffer = open(1 << 20)) {
            buffer.date(dating);
            for (int i = 1; i <= 4000; i++) {
                buffer.append(at(i), wide, frame(wide, i));
            }
            Dating later = new Dating(BOOT, buffer.epoch(), 3990, 77, false);
            buffer.date(later);
            assertThat(buffer.dating(BOOT, new Position(buffer.epoch(), 3989))).isEqualTo(dating);
            assertThat(buffer.dating(BOOT, new Position(buffer.epoch(), 3990))).isEqualTo(later);
        }
        try (FrameBuffer buffer = open(1 << 20)) {
            BufferedFrame first = rest(buffer).get(0);
            assertThat(buffer.dating(BOOT, first.position())).isEqualTo(dating);
            assertThat(buffer.dating(BOOT, new Position(buffer.epoch(), 1)))
                    .extracting(Dating::offset)
                    .isEqualTo(77L);
        }
    }

    @Test
    void tellsOfABootWhenItsClockWasLastKnownToBeRight() throws IOException {
        Schema schema = schema(1);
        try (FrameBuffer buffer = open()) {
            buffer.append(at(1), schema, frame(schema, 1));
            buffer.append(new Moment(BOOT, 2, 99, true), schema, frame(schema, 2));
            buffer.append(at(3), schema, frame(schema, 3));
        }
        try (FrameBuffer buffer = open()) {
            assertThat(buffer.history(BOOT)).satisfies(history -> {
                assertThat(history.last()).isEqualTo(at(3));
                assertThat(history.lastSynchronised()).extracting("wall").isEqualTo(99L);
            });
        }
    }

    @Test
    void whereTheDiskTakesNothingTheLastFramesAreKeptInMemoryAndWrittenLater() throws IOException {
        Schema wide = schema(200);
        List<Long> expected = new ArrayList<>();
        try (FrameBuffer buffer = open(1 << 20)) {
            List<Path> obstacles = obstacles(buffer.epoch());
            for (int i = 1; i <= 300; i++) {
                buffer.append(at(i), wide, frame(wide, i));
            }
            List<BufferedFrame> frames = rest(buffer);
            int onDisk = frames.size() - 64;
            expected.addAll(numbers(1, onDisk));
            expected.addAll(numbers(237, 300));
            assertThat(onDisk).isBetween(10, 200);
            assertThat(valuesOf(frames)).isEqualTo(expected);
            assertThat(frames.get(onDisk).droppedBefore()).isEqualTo(236 - onDisk);

            for (Path obstacle : obstacles) {
                Files.delete(obstacle);
            }
            buffer.append(at(301), wide, frame(wide, 301));
        }
        try (FrameBuffer buffer = open(1 << 20)) {
            expected.add(301L);
            assertThat(valuesOf(rest(buffer))).isEqualTo(expected);
        }
    }

    /** Folders where the next segments would be, which even root can't write to: like a full disk. */
    private List<Path> obstacles(long epoch) throws IOException {
        List<Path> obstacles = new ArrayList<>();
        for (long seq = 2; seq <= 310; seq++) {
            obstacles.add(Files.createDirectory(new Segment(folder, new Position(epoch, seq)).file));
        }
        return obstacles;
    }
}
