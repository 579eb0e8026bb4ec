package io.vigie.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.vigie.embedded.FreePorts;
import io.vigie.testkit.process.VigieProcess;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KilledUnderLoadIT {

    /** Few for a person who waits, many for a machine that does not: -Dvigie.kills=1000 for a night. */
    private static final int KILLS = Integer.getInteger("vigie.kills", "true".equals(System.getenv("CI")) ? 20 : 5);

    private static final int SOURCES = 3;

    @TempDir
    Path data;

    @Test
    void everyAcknowledgedFrameIsThereOnceAfterKillsAtRandomMoments() throws Exception {
        long seed = Long.getLong("vigie.seed", 20_261_121);
        Random random = new Random(seed);
        int port = FreePorts.find(1).getFirst();
        VigieProcess vigie = VigieProcess.start(data, port, "--no-agent");
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Dashboard dashboard =
                    Dashboard.signIn(vigie.url(), "admin", vigie.adminPassword().orElseThrow());
            List<TestAgent> agents = startAgents(port, vigie.apiKey().orElseThrow(), seed, threads);
            for (int kill = 1; kill <= KILLS; kill++) {
                long before = acknowledged(agents);
                Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> acknowledged(agents) > before + 200);
                TimeUnit.MILLISECONDS.sleep(random.nextInt(1500));
                vigie.kill();
                long killed = System.nanoTime();
                vigie = VigieProcess.start(data, port, "--no-agent");
                System.out.printf(
                        "kill %d of %d: %d acknowledged before, ready again after %d ms%n",
                        kill, KILLS, acknowledged(agents), TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - killed));
            }
            long before = acknowledged(agents);
            Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> acknowledged(agents) > before + 200);
            agents.forEach(TestAgent::stop);
            threads.shutdown();
            assertThat(threads.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
            for (TestAgent agent : agents) {
                StoredFrames.verify(agent, dashboard);
                assertThat(agent.repeated()).as("frames sent twice").isPositive();
            }
        } finally {
            vigie.close();
        }
    }

    private List<TestAgent> startAgents(int port, String key, long seed, ExecutorService threads) {
        long begin = Clock.systemUTC().millis() - Duration.ofDays(5).toMillis();
        List<TestAgent> agents = new ArrayList<>();
        for (int i = 0; i < SOURCES; i++) {
            TestAgent agent = new TestAgent(port, key, "kill-test-" + i, begin, seed + i);
            agents.add(agent);
            threads.submit(agent);
        }
        return agents;
    }

    private static long acknowledged(List<TestAgent> agents) {
        return agents.stream().mapToLong(TestAgent::acknowledged).sum();
    }
}
