package io.vigie.agent.uplink;

import static io.vigie.agent.buffer.Frames.WALL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import com.google.rpc.Code;
import io.vigie.agent.buffer.FrameBuffer;
import io.vigie.agent.buffer.Frames;
import io.vigie.agent.clock.Moment;
import io.vigie.proto.ApiKey;
import io.vigie.proto.agent.v1.Hello;
import io.vigie.proto.agent.v1.SequencedFrame;
import io.vigie.proto.metrics.v1.Schema;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UplinkTest {

    private static final long YEAR = Duration.ofDays(365).toMillis();
    private static final Timings QUICK =
            new Timings(Duration.ofMillis(200), Duration.ofSeconds(20), Duration.ofMillis(20), Duration.ofMillis(200));

    @TempDir
    Path folder;

    private final List<String> announcements = new CopyOnWriteArrayList<>();
    private final GivenKey key = new GivenKey(ApiKey.generate(new SecureRandom()));
    private volatile Moment now = Frames.at(0);
    private TestServer server;
    private FrameBuffer buffer;
    private ScheduledExecutorService executor;
    private Uplink uplink;

    @BeforeEach
    void open() throws IOException {
        server = new TestServer(WALL);
        buffer = FrameBuffer.open(folder, 1 << 20, () -> now);
        executor = Executors.newSingleThreadScheduledExecutor();
        uplink = uplink(QUICK);
    }

    private Uplink uplink(Timings timings) {
        return new Uplink(
                new Endpoint("127.0.0.1", server.port(), false, null),
                key,
                () -> Hello.newBuilder()
                        .setSource("pi-1")
                        .setEpoch(buffer.epoch())
                        .build(),
                buffer,
                () -> now,
                timings,
                new FirstSend(announcements::add),
                executor);
    }

    @AfterEach
    void close() throws Exception {
        stop();
        server.close();
        buffer.close();
    }

    private void stop() throws Exception {
        Uplink stopping = uplink;
        executor.submit(() -> {
                    stopping.close();
                    return true;
                })
                .get(30, TimeUnit.SECONDS);
        executor.shutdownNow();
        assertThat(executor.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
    }

    private void restart() throws Exception {
        stop();
        buffer.close();
        buffer = FrameBuffer.open(folder, 1 << 20, () -> now);
        executor = Executors.newSingleThreadScheduledExecutor();
        uplink = uplink(QUICK);
    }

    private static ConditionFactory eventually() {
        return await().atMost(Duration.ofSeconds(60));
    }

    private void append(int from, int to) {
        for (int i = from; i <= to; i++) {
            Frames.append(buffer, i);
        }
        uplink.wake();
    }

    private void awaitAcknowledged() {
        eventually().untilAsserted(() -> assertThat(Frames.rest(buffer)).isEmpty());
    }

    private List<Long> seqs() {
        return server.frames.stream().map(SequencedFrame::getSeq).toList();
    }

    @Test
    void saysHelloDeclaresEachSchemaOnceAndSendsUntilAllIsAcknowledged() {
        append(1, 3);
        uplink.start();
        eventually().until(() -> server.frames.size() == 3);
        append(4, 5);

        awaitAcknowledged();

        assertThat(server.hellos).extracting(Hello::getSource).containsExactly("pi-1");
        assertThat(server.keys).containsExactly(key.key().reveal());
        assertThat(server.schemas).containsExactly(Frames.schema(5));
        assertThat(seqs()).containsExactly(1L, 2L, 3L, 4L, 5L);
        assertThat(server.frames).allSatisfy(frame -> {
            assertThat(frame.getEpoch()).isZero();
            assertThat(frame.getDroppedBefore()).isZero();
            assertThat(frame.getFrame().getTimestampsList()).containsExactly(WALL + frame.getSeq());
            assertThat(frame.getFrame().getTimeEstimated()).isFalse();
        });
        assertThat(announcements).containsExactly("First send worked: the server has stored it");
    }

    @Test
    void whatWasNotAcknowledgedIsSentAgainTheSameEvenIfTheClockHasChanged() throws Exception {
        server.acknowledging = false;
        server.framesUntilBreak = 3;
        append(1, 5);
        uplink.start();
        eventually().until(() -> server.frames.size() >= 3);
        now = new Moment(Frames.BOOT, 10, WALL + 10 + YEAR, true);
        eventually().until(() -> server.frames.size() >= 9);
        restart();
        server.acknowledging = true;
        server.framesUntilBreak = Integer.MAX_VALUE;
        uplink.start();

        awaitAcknowledged();

        assertThat(server.hellos).hasSizeGreaterThan(2);
        assertThat(server.schemas).hasSizeGreaterThan(2);
        assertThat(server.frames)
                .allSatisfy(
                        frame -> assertThat(frame.getFrame().getTimestamps(0)).isEqualTo(WALL + frame.getSeq()));
        assertThat(seqs()).contains(1L, 2L, 3L, 4L, 5L);
    }

    @Test
    void framesOfAnEarlierStartComeFirstWithTheirOwnEpoch() throws Exception {
        long earlier = buffer.epoch();
        append(1, 2);
        restart();
        append(3, 3);
        uplink.start();

        awaitAcknowledged();

        assertThat(server.frames)
                .extracting(SequencedFrame::getEpoch, SequencedFrame::getSeq)
                .containsExactly(tuple(earlier, 1L), tuple(earlier, 2L), tuple(0L, 1L));
        assertThat(buffer.epoch()).isGreaterThan(earlier);
    }

    @Test
    void keepsToTheWindow() {
        server.windowFrames = 3;
        server.acknowledging = false;
        append(1, 10);
        uplink.start();
        eventually().until(() -> server.frames.size() == 3);
        eventually().until(() -> server.heartbeats.get() >= 3);
        assertThat(seqs()).containsExactly(1L, 2L, 3L);

        server.acknowledge(buffer.epoch(), 2);
        eventually().until(() -> server.frames.size() == 5);
        server.acknowledging = true;
        server.acknowledge(buffer.epoch(), 5);

        awaitAcknowledged();
        assertThat(seqs()).containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L, 10L);
    }

    @Test
    void moreSchemasThanAStreamMayDeclareGoOverSeveral() {
        for (int i = 1; i <= 150; i++) {
            Schema schema = Frames.schema(i);
            buffer.append(Frames.at(i), schema, Frames.frame(schema, i));
        }
        uplink.start();

        awaitAcknowledged();

        assertThat(seqs().stream().distinct()).hasSize(150);
        assertThat(server.hellos).hasSize(3);
    }

    @Test
    void aRejectedFrameIsNotSentAgain() {
        server.rejectedSeq = 2;
        append(1, 3);
        uplink.start();

        awaitAcknowledged();

        assertThat(seqs()).containsExactly(1L, 2L, 3L);
    }

    @Test
    void aFrameThatEndsTheStreamIsDroppedWithAGapAndTheOthersArrive() {
        server.breachSeq = 3;
        append(1, 6);
        uplink.start();

        awaitAcknowledged();

        assertThat(seqs()).contains(1L, 2L, 4L, 5L, 6L);
        assertThat(server.frames)
                .filteredOn(frame -> frame.getSeq() == 4)
                .isNotEmpty()
                .allSatisfy(frame -> assertThat(frame.getDroppedBefore()).isEqualTo(1));
        assertThat(server.frames).filteredOn(frame -> frame.getSeq() == 3).hasSizeLessThanOrEqualTo(2);
    }

    @Test
    void framesOfASchemaThatEndsTheStreamAreDroppedAndTheOthersArrive() {
        server.breachColumns = 7;
        Schema refused = Frames.schema(7);
        append(1, 2);
        for (int i = 3; i <= 40; i++) {
            buffer.append(Frames.at(i), refused, Frames.frame(refused, i));
        }
        append(41, 42);
        uplink.start();

        awaitAcknowledged();

        assertThat(seqs()).contains(1L, 2L, 41L, 42L).doesNotContain(3L, 40L);
        assertThat(server.frames)
                .filteredOn(frame -> frame.getSeq() == 41)
                .allSatisfy(frame -> assertThat(frame.getDroppedBefore()).isEqualTo(38));
        assertThat(server.hellos).hasSizeLessThanOrEqualTo(5);
    }

    @Test
    void comesBackNoEarlierThanTheServerAsks() {
        server.refusal = TestServer.refusal(Code.RESOURCE_EXHAUSTED, 2);
        append(1, 1);
        uplink.start();
        eventually().until(() -> server.connectedAt.size() == 1);
        server.refusal = null;

        awaitAcknowledged();

        Duration waited = Duration.ofNanos(server.connectedAt.get(1) - server.connectedAt.get(0));
        System.out.println("came back after " + waited.toMillis() + " ms");
        assertThat(waited).isGreaterThanOrEqualTo(Duration.ofMillis(1990));
        assertThat(announcements)
                .containsExactly(
                        "First send failed: RESOURCE_EXHAUSTED: come again later; trying again, nothing is lost meanwhile",
                        "First send worked: the server has stored it");
    }

    @Test
    void aServerThatDoesNotAnswerIsLeftAndTriedAgain() {
        uplink = uplink(new Timings(
                Duration.ofSeconds(30), Duration.ofMillis(300), Duration.ofMillis(20), Duration.ofMillis(200)));
        server.silent = true;
        append(1, 1);
        uplink.start();
        eventually().until(() -> server.connectedAt.size() >= 2);
        server.acknowledging = false;
        server.silent = false;
        eventually().until(() -> server.frames.size() >= 2);
        server.acknowledging = true;

        awaitAcknowledged();
    }

    @Test
    void aServerThatComesLaterGetsEverything() throws Exception {
        int port = server.port();
        server.close();
        append(1, 100);
        uplink.start();
        eventually().until(() -> !announcements.isEmpty());
        server = new TestServer(WALL, port);

        awaitAcknowledged();

        assertThat(server.frames).hasSize(100);
        assertThat(announcements.get(0)).startsWith("First send failed: UNAVAILABLE: Connection refused");
        assertThat(announcements.get(1)).isEqualTo("First send worked: the server has stored it");
    }

    @Test
    void datesByTheServerWhereItsOwnClockIsWrong() {
        server.serverTime = WALL + YEAR;
        append(1, 2);
        uplink.start();

        awaitAcknowledged();

        assertThat(server.frames)
                .extracting(frame -> frame.getFrame().getTimestamps(0))
                .containsExactly(WALL + YEAR + 1, WALL + YEAR + 2);
    }

    @Test
    void givesASignOfLifeAtEachInterval() {
        uplink.start();

        eventually().until(() -> server.heartbeats.get() >= 3);
    }

    @Test
    void noMatterWhereTheConnectionBreaksEachFrameArrivesWithOneDate() throws Exception {
        int frames = 300;
        append(1, frames);
        server.framesUntilBreak = 17;
        server.windowFrames = 8;
        uplink.start();
        for (int stop = 1; stop <= 3; stop++) {
            int seen = stop * 60;
            eventually().until(() -> server.frames.size() >= seen);
            restart();
            uplink.start();
        }

        awaitAcknowledged();

        assertThat(server.frames.stream().map(SequencedFrame::getSeq).distinct())
                .hasSize(frames);
        assertThat(server.frames)
                .allSatisfy(
                        frame -> assertThat(frame.getFrame().getTimestamps(0)).isEqualTo(WALL + frame.getSeq()));
        System.out.println(
                server.frames.size() + " sends of " + frames + " frames over " + server.hellos.size() + " streams");
    }
}
