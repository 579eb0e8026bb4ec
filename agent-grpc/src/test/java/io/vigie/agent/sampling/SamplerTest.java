package io.vigie.agent.sampling;

import static org.assertj.core.api.Assertions.assertThat;

import io.vigie.agent.buffer.BufferedFrame;
import io.vigie.agent.buffer.FrameBuffer;
import io.vigie.agent.buffer.Frames;
import io.vigie.agent.probe.Application;
import io.vigie.agent.probe.Pi;
import io.vigie.proto.FrameDecoder;
import io.vigie.proto.InvalidFrameException;
import io.vigie.proto.metrics.v1.Column;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SamplerTest {

    @TempDir
    Path folder;

    private final AtomicInteger samples = new AtomicInteger();
    private Pi pi;
    private FrameBuffer buffer;

    @BeforeEach
    void open() throws IOException {
        pi = new Pi(Files.createDirectory(folder.resolve("root")));
        buffer = FrameBuffer.open(folder.resolve("buffer"), 1 << 20, () -> Frames.at(0));
    }

    @AfterEach
    void close() {
        buffer.close();
    }

    private Sampler sampler(String services) throws IOException {
        List<Application> applications =
                List.of(new Application("admin", new Application.Check.File(Path.of("/opt/neopro/admin/.keep"))));
        return new Sampler(
                pi.machine(List.of("nginx"), applications, services),
                () -> Frames.at(1000),
                buffer,
                folder.resolve("columns"),
                samples::incrementAndGet);
    }

    private static Map<String, Double> values(BufferedFrame frame) throws InvalidFrameException {
        FrameDecoder decoder = FrameDecoder.check(frame.frame(), frame.schema().getColumnsCount());
        Map<String, Double> values = new HashMap<>();
        for (int i = 0; i < decoder.columns(); i++) {
            Column column = frame.schema().getColumns(i);
            decoder.forEach(i, (time, value) -> values.put(column.getName() + column.getLabelsMap(), value));
        }
        return values;
    }

    @Test
    void aSampleIsAFrameThatKeepsTheRules() throws Exception {
        sampler("ActiveState=active\n").sample();

        BufferedFrame frame = Frames.rest(buffer).get(0);

        assertThat(frame.at()).isEqualTo(Frames.at(1000));
        assertThat(values(frame))
                .containsEntry("hw.temperature{id=cpu}", 52.4)
                .containsEntry("service.running{name=nginx}", 1.0)
                .hasSizeGreaterThan(30);
        assertThat(samples).hasValue(1);
    }

    @Test
    void theListOfColumnsOnlyGrowsOverRestartsToo() throws Exception {
        sampler("ActiveState=active\n").sample();
        pi.remove("proc/net/wireless");
        sampler("ActiveState=active\n").sample();
        pi.write("proc/diskstats", " 179 0 mmcblk0 1 1 1 1 1 1 1 1 0 1 1\n");
        Files.createDirectories(pi.root().resolve("sys/block/sdb/device"));
        pi.write("proc/diskstats", "   8 16 sdb 1 1 8 1 1 1 8 1 0 1 1\n");
        sampler("ActiveState=active\n").sample();

        List<BufferedFrame> frames = Frames.rest(buffer);
        List<Column> first = frames.get(0).schema().getColumnsList();
        List<Column> last = frames.get(2).schema().getColumnsList();

        assertThat(frames.get(1).schema()).isEqualTo(frames.get(0).schema());
        assertThat(values(frames.get(1))).doesNotContainKey("system.wifi.signal{device=wlan0}");
        assertThat(last.subList(0, first.size())).isEqualTo(first);
        assertThat(last).hasSize(first.size() + 2);
    }

    @Test
    void aDamagedListOfColumnsBeginsAnew() throws Exception {
        sampler("ActiveState=active\n").sample();
        byte[] bytes = Files.readAllBytes(folder.resolve("columns"));
        bytes[bytes.length / 2] ^= 4;
        Files.write(folder.resolve("columns"), bytes);

        sampler("ActiveState=active\n").sample();

        assertThat(values(Frames.rest(buffer).get(1))).containsEntry("hw.temperature{id=cpu}", 52.4);
    }

    @Test
    void takesASampleAtOnceWhenALimitIsCrossedAndWhenItIsCrossedBack() throws Exception {
        Sampler sampler = sampler("ActiveState=active\n");
        sampler.sample();
        sampler.watch();
        assertThat(samples).hasValue(1);

        pi.write("sys/class/thermal/thermal_zone0/temp", "75100\n");
        sampler.watch();
        assertThat(samples).hasValue(2);
        sampler.watch();
        assertThat(samples).hasValue(2);

        pi.write("sys/class/thermal/thermal_zone0/temp", "75000\n");
        sampler.watch();
        assertThat(samples).hasValue(3);
        assertThat(values(Frames.rest(buffer).get(1))).containsEntry("hw.temperature{id=cpu}", 75.1);
    }

    @Test
    void watchesMemoryServicesAndApplications() throws Exception {
        Sampler sampler = sampler("ActiveState=active\n");
        sampler.sample();

        pi.write(
                "proc/meminfo",
                "MemTotal: 1000 kB\nMemFree: 10 kB\nMemAvailable: 90 kB\nBuffers: 0 kB\nCached: 0 kB\n");
        sampler.watch();
        assertThat(samples).hasValue(2);

        pi.remove("opt/neopro/admin/.keep");
        sampler.watch();
        assertThat(samples).hasValue(3);

        Sampler stopped = sampler("ActiveState=failed\n");
        stopped.watch();
        assertThat(samples).hasValue(4);
    }
}
