package io.vigie.agent.uplink;

import static org.assertj.core.api.Assertions.assertThat;

import io.vigie.agent.buffer.BufferedFrame;
import io.vigie.agent.buffer.FrameBuffer;
import io.vigie.agent.buffer.Frames;
import io.vigie.agent.clock.Moment;
import io.vigie.proto.metrics.v1.Frame;
import io.vigie.proto.metrics.v1.Schema;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClockRuleTest {

    private static final long TRUE_BOOT = 1_900_000_000_000L;
    private static final long YEAR = Duration.ofDays(365).toMillis();
    private static final UUID FIRST = new UUID(0, 1);
    private static final UUID SECOND = new UUID(0, 2);

    @TempDir
    Path folder;

    private Path bufferFolder;
    private UUID boot = FIRST;
    private long bootTime = TRUE_BOOT;
    private long sinceBoot;
    private long clockError;
    private boolean synchronised;
    private FrameBuffer buffer;
    private ClockRule rule;

    @BeforeEach
    void open() throws IOException {
        bufferFolder = folder.resolve("buffer");
        reopen();
    }

    private void reopen() throws IOException {
        buffer = FrameBuffer.open(bufferFolder, 1 << 20, this::now);
        rule = new ClockRule(buffer, this::now);
    }

    @AfterEach
    void close() {
        buffer.close();
    }

    private void restart() throws IOException {
        buffer.close();
        reopen();
    }

    private void reboot(long after) throws IOException {
        bootTime += after;
        boot = SECOND;
        sinceBoot = 0;
        restart();
    }

    private Moment now() {
        return new Moment(boot, sinceBoot, trueTime() + clockError, synchronised);
    }

    private long trueTime() {
        return bootTime + sinceBoot;
    }

    private void sampleAt(long time) {
        sinceBoot = time;
        Schema schema = Frames.schema(1);
        buffer.append(now(), schema, Frames.frame(schema, time));
        buffer.force();
    }

    private List<Frame> dated() throws IOException {
        List<Frame> frames = new ArrayList<>();
        for (BufferedFrame frame : Frames.rest(buffer)) {
            frames.add(rule.dated(frame));
        }
        return frames;
    }

    private List<Long> dates() throws IOException {
        return dated().stream().map(frame -> frame.getTimestamps(0)).toList();
    }

    @Test
    void aClockWithinFiveSecondsIsTakenAsItIs() throws IOException {
        clockError = 4_900;
        sampleAt(1000);
        sampleAt(2000);
        rule.connected(trueTime());

        assertThat(dates()).containsExactly(TRUE_BOOT + 5_900, TRUE_BOOT + 6_900);
        assertThat(dated()).noneMatch(Frame::getTimeEstimated);
    }

    @Test
    void aClockThatIsWrongByAYearIsCorrectedForAllThatWasNotSent() throws IOException {
        for (long error : new long[] {YEAR, -YEAR}) {
            clockError = error;
            sampleAt(sinceBoot + 1000);
        }
        rule.connected(trueTime());

        assertThat(dates()).containsExactly(TRUE_BOOT + 1000, TRUE_BOOT + 2000);
    }

    @Test
    void aClockThatStepsIntoPlaceBeforeTheConnectionDatesWhatWasMeasuredBefore() throws IOException {
        clockError = -YEAR;
        sampleAt(1000);
        clockError = 0;
        sampleAt(2000);
        rule.connected(trueTime());

        assertThat(dates()).containsExactly(TRUE_BOOT + 1000, TRUE_BOOT + 2000);
    }

    @Test
    void isCorrectedOncePerBootAndAStepOfTheClockChangesNothing() throws IOException {
        clockError = YEAR;
        sampleAt(1000);
        rule.connected(trueTime());
        for (long error : new long[] {-YEAR, 0, 30_000}) {
            clockError = error;
            sampleAt(sinceBoot + 1000);
            rule.connected(trueTime() + 300);
        }

        assertThat(dates()).containsExactly(TRUE_BOOT + 1000, TRUE_BOOT + 2000, TRUE_BOOT + 3000, TRUE_BOOT + 4000);
    }

    @Test
    void anOffsetThatHasBecomeWrongChangesOnlyWhatWasNeverSent() throws IOException {
        sampleAt(1000);
        sampleAt(2000);
        rule.connected(trueTime() - 60_000);
        List<Long> sent = dates();
        assertThat(sent).containsExactly(TRUE_BOOT - 59_000, TRUE_BOOT - 58_000);
        sampleAt(3000);

        rule.connected(trueTime());

        assertThat(dates()).containsExactly(sent.get(0), sent.get(1), TRUE_BOOT + 3000);
    }

    @Test
    void aRestartInTheSameBootKeepsTheDatesOfWhatMayHaveBeenSent() throws IOException {
        clockError = YEAR;
        sampleAt(1000);
        rule.connected(trueTime());
        List<Long> sent = dates();
        restart();
        clockError = 0;
        sampleAt(2000);
        rule.connected(trueTime() + 20_000);

        assertThat(dates()).containsExactly(sent.get(0), TRUE_BOOT + 22_000);
    }

    @Test
    void anEarlierBootThatHadAConnectionKeepsItsOffset() throws IOException {
        clockError = -YEAR;
        sampleAt(1000);
        rule.connected(trueTime());
        sampleAt(2000);
        reboot(100_000);
        sampleAt(500);
        rule.connected(trueTime());

        assertThat(dates()).containsExactly(TRUE_BOOT + 1000, TRUE_BOOT + 2000, TRUE_BOOT + 100_500);
        assertThat(dated()).noneMatch(Frame::getTimeEstimated);
    }

    @Test
    void anEarlierBootWithASynchronisedClockIsDatedByIt() throws IOException {
        clockError = -YEAR;
        sampleAt(1000);
        clockError = 0;
        synchronised = true;
        sampleAt(2000);
        reboot(100_000);
        rule.connected(trueTime());

        assertThat(dates()).containsExactly(TRUE_BOOT + 1000, TRUE_BOOT + 2000);
        assertThat(dated()).noneMatch(Frame::getTimeEstimated);
    }

    @Test
    void anEarlierBootWithNeitherIsEstimatedAndSaysSo() throws IOException {
        clockError = -3_600_000;
        sampleAt(1000);
        sampleAt(2000);
        reboot(100_000);
        clockError = 0;
        sampleAt(500);
        rule.connected(trueTime());

        assertThat(dates()).containsExactly(TRUE_BOOT - 3_599_000, TRUE_BOOT - 3_598_000, TRUE_BOOT + 100_500);
        assertThat(dated()).extracting(Frame::getTimeEstimated).containsExactly(true, true, false);
    }

    @Test
    void anEstimateIsNeverInTheFutureNorInTheSeventies() throws IOException {
        for (long error : new long[] {YEAR, -TRUE_BOOT}) {
            buffer.close();
            bufferFolder = folder.resolve("error" + error);
            boot = FIRST;
            bootTime = TRUE_BOOT;
            clockError = error;
            reopen();
            sampleAt(1000);
            sampleAt(2000);
            reboot(100_000);
            clockError = 0;
            rule.connected(trueTime());

            assertThat(dates()).containsExactly(TRUE_BOOT + 99_000, TRUE_BOOT + 100_000);
            assertThat(dated()).allMatch(Frame::getTimeEstimated);
        }
    }
}
