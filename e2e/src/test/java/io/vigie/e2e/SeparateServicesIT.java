package io.vigie.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.vigie.embedded.FreePorts;
import io.vigie.testkit.process.ChildProcess;
import io.vigie.testkit.process.VigieProcess;
import io.vigie.testkit.servers.RealKafka;
import io.vigie.testkit.servers.RealMongo;
import io.vigie.testkit.servers.RealRedis;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Gateway, ingest and query each as a process of its own, told only where the others are. */
class SeparateServicesIT {
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final List<Integer> ports = FreePorts.find(8);
    private final String database = RealMongo.freshDatabase();

    @TempDir
    Path keys;

    @Test
    void nothingAcknowledgedIsLostWhenIngestAndQueryAreKilled() throws Exception {
        try (ChildProcess gateway = started(gateway());
                Running query = new Running(query());
                Running ingest = new Running(ingest());
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            int door = ports.get(0);
            Dashboard dashboard = Dashboard.signIn(
                    "http://localhost:" + door, "admin", gateway.awaitOutput("Sign in +admin / (\\S+)"));
            var agent = new TestAgent(door, gateway.awaitOutput("API key +(avl_\\w+)"), "separate", begin(), 1);
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

    private Service gateway() {
        return new Service(
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

    private Service ingest() {
        return new Service(
                "ingest-service",
                ports.get(4),
                Map.of("spring.grpc.server.port", "" + ports.get(2), "server.port", "" + ports.get(3)));
    }

    private Service query() {
        return new Service(
                "query-service",
                ports.get(6),
                Map.of(
                        "server.port",
                        "" + ports.get(5),
                        "vigie.identity.public-key",
                        keys.resolve("signing-key.pub.pem").toString(),
                        "spring.mongodb.uri",
                        database));
    }

    private static ChildProcess started(Service service) throws IOException {
        ChildProcess process = service.launch();
        Awaitility.await().atMost(Duration.ofSeconds(120)).until(() -> !process.isAlive() || service.isReady());
        assertThat(process.isAlive())
                .as(() -> service.module() + ": " + process.output())
                .isTrue();
        System.out.println(service.module() + " is ready");
        return process;
    }

    private static void awaitMore(TestAgent agent) {
        long before = agent.acknowledged();
        Awaitility.await().atMost(Duration.ofSeconds(90)).until(() -> agent.acknowledged() > before + 500);
    }

    private static long begin() {
        return Clock.systemUTC().millis() - Duration.ofDays(5).toMillis();
    }

    /** A service that is killed and started again. */
    private static final class Running implements AutoCloseable {
        private final Service service;
        private ChildProcess process;

        Running(Service service) throws IOException {
            this.service = service;
            this.process = started(service);
        }

        void killAndStartAgain() throws Exception {
            kill();
            startAgain();
        }

        void kill() throws InterruptedException {
            process.kill();
        }

        void startAgain() throws IOException {
            process = started(service);
        }

        @Override
        public void close() {
            process.close();
        }
    }

    /** The program of a module with its settings. */
    private record Service(String module, int healthPort, Map<String, String> settings) {

        ChildProcess launch() throws IOException {
            List<String> command = new ArrayList<>(List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-XX:+UseSerialGC",
                    "-XX:TieredStopAtLevel=1",
                    "-Xmx256m",
                    "-jar",
                    program().toString()));
            Map<String, String> all = new HashMap<>(settings);
            all.put("management.server.port", "" + healthPort);
            all.put("vigie.kafka.bootstrap-servers", RealKafka.bootstrapServers());
            all.put("vigie.kafka.instance-id", "first");
            all.forEach((name, value) -> command.add("--" + name + "=" + value));
            return ChildProcess.start(new ProcessBuilder(command));
        }

        private Path program() throws IOException {
            try (Stream<Path> files =
                    Files.list(VigieProcess.ROOT.resolve(module).resolve("target"))) {
                return files.filter(file -> file.toString().endsWith("-exec.jar"))
                        .findFirst()
                        .orElseThrow(() -> new AssertionError(module + " is not packaged"));
            }
        }

        boolean isReady() throws InterruptedException {
            HttpRequest question = HttpRequest.newBuilder(
                            URI.create("http://127.0.0.1:" + healthPort + "/actuator/health/readiness"))
                    .timeout(Duration.ofSeconds(10))
                    .build();
            try {
                return HTTP.send(question, HttpResponse.BodyHandlers.discarding())
                                .statusCode()
                        == 200;
            } catch (IOException e) {
                return false;
            }
        }
    }
}
