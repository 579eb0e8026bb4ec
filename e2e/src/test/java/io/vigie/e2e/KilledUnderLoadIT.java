package io.vigie.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.vigie.embedded.FreePorts;
import io.vigie.testkit.process.VigieProcess;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Frames, errors and alerts at once, and everything killed again and again. */
class KilledUnderLoadIT {

    /** Few for a person who waits, many for a machine that does not: -Dvigie.kills=1000 for a night. */
    private static final int KILLS = Integer.getInteger("vigie.kills", "true".equals(System.getenv("CI")) ? 20 : 5);

    private static final int SOURCES = 3;
    private static final String HOOK = "/hook";

    @TempDir
    Path data;

    @Test
    void whatWasAcknowledgedIsThereOnceAndToldOnceAfterKillsAtRandomMoments() throws Exception {
        long seed = Long.getLong("vigie.seed", 20_261_121);
        Random random = new Random(seed);
        int port = FreePorts.find(1).getFirst();
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        try (Receiver receiver = new Receiver();
                Restarted vigie = new Restarted(port, notices(receiver));
                AutoCloseable _ = threads::shutdownNow) {
            Dashboard dashboard = Dashboard.signIn(
                    vigie.process.url(), "admin", vigie.process.adminPassword().orElseThrow());
            String key = vigie.process.apiKey().orElseThrow();
            Client client = new Client(vigie.process.url(), key);
            List<TestAgent> agents = startAgents(port, key, seed, threads);
            FaultyApplication application = new FaultyApplication(client, seed);
            HotSites sites = new HotSites(client, seed);
            List<Future<?>> senders = List.of(threads.submit(application), threads.submit(sites));
            for (int kill = 1; kill <= KILLS; kill++) {
                awaitMore(agents, application);
                TimeUnit.MILLISECONDS.sleep(random.nextInt(1500));
                long took = vigie.killAndStartAgain();
                System.out.printf(
                        "kill %d of %d: %d frames and %d errors acknowledged before, ready again after %d ms%n",
                        kill, KILLS, frames(agents), application.acknowledged(), took);
            }
            awaitMore(agents, application);
            agents.forEach(TestAgent::stop);
            application.stop();
            sites.stop();
            threads.shutdown();
            assertThat(threads.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
            for (Future<?> sender : senders) {
                sender.get();
            }
            for (TestAgent agent : agents) {
                StoredFrames.verify(agent, dashboard);
                assertThat(agent.repeated()).as("frames sent twice").isPositive();
            }
            application.verify(dashboard);
            sites.verify(receiver, HOOK);
        }
    }

    private static Map<String, String> notices(Receiver receiver) {
        return Map.of(
                "ENABLE_WEBHOOK",
                "true",
                "WEBHOOK_URL",
                receiver.url(HOOK),
                "VIGIE_ALERT_RESOLVED_WEBHOOK",
                "true",
                "VIGIE_ALERT_DELIVERY_PER_MINUTE",
                "600");
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

    private static void awaitMore(List<TestAgent> agents, FaultyApplication application) {
        long frames = frames(agents);
        long errors = application.acknowledged();
        Awaitility.await()
                .atMost(Duration.ofSeconds(90))
                .until(() -> frames(agents) > frames + 200 && application.acknowledged() > errors + 20);
    }

    private static long frames(List<TestAgent> agents) {
        return agents.stream().mapToLong(TestAgent::acknowledged).sum();
    }

    /** One Vigie after another on the same data. */
    private final class Restarted implements AutoCloseable {
        private final int port;
        private final Map<String, String> settings;
        private VigieProcess process;

        Restarted(int port, Map<String, String> settings) throws Exception {
            this.port = port;
            this.settings = settings;
            this.process = VigieProcess.startWith(settings, data, port, "--no-agent");
        }

        /** Milliseconds until it is ready again. */
        long killAndStartAgain() throws Exception {
            process.kill();
            long killed = System.nanoTime();
            process = VigieProcess.startWith(settings, data, port, "--no-agent");
            return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - killed);
        }

        @Override
        public void close() {
            if (!process.isAlive()) {
                System.out.println("It had ended: " + process.output());
            }
            process.close();
        }
    }
}
