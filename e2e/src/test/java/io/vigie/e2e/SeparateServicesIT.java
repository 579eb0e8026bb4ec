package io.vigie.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

/** Each service as a process of its own, told only where the others are. */
@ResourceLock(ServiceProcess.ONE_INGEST)
class SeparateServicesIT {

    @TempDir
    Path keys;

    @Test
    void nothingAcknowledgedIsLostWhenIngestAndQueryAreKilled() throws Exception {
        SeparateServices services = new SeparateServices(keys, "first");
        try (ServiceProcess gateway = services.gateway();
                ServiceProcess query = services.query();
                ServiceProcess ingest = services.ingest();
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Dashboard dashboard = services.signIn(gateway);
            var agent = new TestAgent(services.door(), SeparateServices.key(gateway), "separate", begin(), 1);
            threads.submit(agent);
            awaitMore(agent);
            ingest.killAndStartAgain();
            awaitMore(agent);
            query.kill();
            awaitMore(agent);
            query.startAgain();
            awaitMore(agent);
            agent.stop();
            threads.shutdown();
            assertThat(threads.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
            StoredFrames.verify(agent, dashboard);
        }
    }

    private static void awaitMore(TestAgent agent) {
        long before = agent.acknowledged();
        Awaitility.await().atMost(Duration.ofSeconds(90)).until(() -> agent.acknowledged() > before + 500);
    }

    private static long begin() {
        return Clock.systemUTC().millis() - Duration.ofDays(5).toMillis();
    }
}
