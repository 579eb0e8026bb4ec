package io.vigie.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.vigie.embedded.FreePorts;
import io.vigie.testkit.process.VigieProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FullDataDiskIT {
    private static final int DISK_MEBIBYTES = 40;
    private static final int LEFT_FOR_SAMPLES = 1024 * 1024;

    @TempDir
    Path temporary;

    @Test
    void stopsWithOneLineAndGoesOnWithEverythingAcknowledgedOnceThereIsRoom() throws Exception {
        Path data = temporary.resolve("data");
        try (SmallDisk disk = SmallDisk.mount(data, DISK_MEBIBYTES);
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            int port = FreePorts.find(1).getFirst();
            TestAgent agent;
            Dashboard dashboard;
            Path filler = data.resolve("filler");
            try (VigieProcess vigie = VigieProcess.start(data, port, "--no-agent")) {
                dashboard = Dashboard.signIn(
                        vigie.url(), "admin", vigie.adminPassword().orElseThrow());
                agent = new TestAgent(port, vigie.apiKey().orElseThrow(), "full-disk", begin(), 1);
                threads.submit(agent);
                awaitMore(agent);
                fill(filler);
                assertThat(vigie.awaitExit()).isEqualTo(1);
                assertThat(vigie.output().getLast())
                        .startsWith("Vigie stops. The disk of " + data)
                        .endsWith("make room there and start again, nothing acknowledged is lost.");
                assertThat(vigie.output()).noneMatch(line -> line.startsWith("\tat "));
                System.out.printf("%s%n%d acknowledged%n", vigie.output().getLast(), agent.acknowledged());
            }
            Files.delete(filler);
            try (VigieProcess again = VigieProcess.start(data, port, "--no-agent")) {
                assertThat(again.isAlive()).isTrue();
                awaitMore(agent);
                agent.stop();
                threads.shutdown();
                assertThat(threads.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
                StoredFrames.verify(agent, dashboard);
            }
        }
    }

    private static long begin() {
        return Clock.systemUTC().millis() - Duration.ofDays(5).toMillis();
    }

    private static void awaitMore(TestAgent agent) {
        long before = agent.acknowledged();
        Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> agent.acknowledged() > before + 500);
    }

    private static void fill(Path filler) throws IOException {
        long room = Files.getFileStore(filler.getParent()).getUsableSpace() - LEFT_FOR_SAMPLES;
        Files.write(filler, new byte[Math.toIntExact(room)]);
    }
}
