package io.vigie.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.vigie.embedded.FreePorts;
import io.vigie.testkit.servers.RealMongo;
import io.vigie.testkit.servers.RealRedis;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
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

    private final List<Integer> ports = FreePorts.find(7);
    private final String database = RealMongo.freshDatabase();

    @TempDir
    Path keys;

    @Test
    void nothingAcknowledgedIsLostWhenIngestAndQueryAreKilled() throws Exception {
        try (ServiceProcess gateway = gateway();
                ServiceProcess query = query();
                ServiceProcess ingest = ingest();
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Dashboard dashboard = signIn(gateway);
            var agent = new TestAgent(ports.get(0), key(gateway), "separate", begin(), 1);
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

    private ServiceProcess gateway() throws IOException {
        return new ServiceProcess(
                "gateway",
                ports.get(1),
                Map.of(
                        "server.port", "" + ports.get(0),
                        "vigie.gateway.key-directory", keys.toString(),
                        "vigie.gateway.upstreams.ingest-grpc", "127.0.0.1:" + ports.get(2),
                        "vigie.gateway.upstreams.ingest", "http://127.0.0.1:" + ports.get(3),
                        "vigie.gateway.upstreams.query", "http://127.0.0.1:" + ports.get(5),
                        "spring.mongodb.uri", database,
                        "spring.data.redis.url", RealRedis.url()));
    }

    private ServiceProcess ingest() throws IOException {
        return new ServiceProcess(
                "ingest-service",
                ports.get(4),
                Map.of(
                        "spring.grpc.server.port", "" + ports.get(2),
                        "server.port", "" + ports.get(3)));
    }

    private ServiceProcess query() throws IOException {
        return new ServiceProcess(
                "query-service",
                ports.get(6),
                Map.of(
                        "server.port",
                        "" + ports.get(5),
                        "vigie.identity.public-key",
                        publicKey(),
                        "spring.mongodb.uri",
                        database));
    }

    private String publicKey() {
        return keys.resolve("signing-key.pub.pem").toString();
    }

    private String url() {
        return "http://localhost:" + ports.get(0);
    }

    private Dashboard signIn(ServiceProcess gateway) throws IOException, InterruptedException {
        return Dashboard.signIn(url(), "admin", gateway.awaitOutput("Sign in +admin / (\\S+)"));
    }

    private static String key(ServiceProcess gateway) {
        return gateway.awaitOutput("API key +(avl_\\w+)");
    }

    private static void awaitMore(TestAgent agent) {
        long before = agent.acknowledged();
        Awaitility.await().atMost(Duration.ofSeconds(90)).until(() -> agent.acknowledged() > before + 500);
    }

    private static long begin() {
        return Clock.systemUTC().millis() - Duration.ofDays(5).toMillis();
    }
}
