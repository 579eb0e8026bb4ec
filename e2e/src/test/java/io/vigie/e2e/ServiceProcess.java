package io.vigie.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.vigie.testkit.process.ChildProcess;
import io.vigie.testkit.process.VigieProcess;
import io.vigie.testkit.servers.RealKafka;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** One service as a process of its own, which can be killed and started again. */
final class ServiceProcess implements AutoCloseable {

    /** Held by a test with ingest services: they all write to one Kafka, and the time of its partitions is theirs. */
    static final String ONE_INGEST = "ingest on the Kafka of the tests";

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final String module;
    private final int healthPort;
    private final List<String> command;
    private ChildProcess process;

    /** The program of a module with its settings, ready. */
    ServiceProcess(String module, String instance, int healthPort, Map<String, String> settings) throws IOException {
        this.module = module;
        this.healthPort = healthPort;
        this.command = command(instance, settings);
        this.process = start();
    }

    private List<String> command(String instance, Map<String, String> settings) throws IOException {
        List<String> words = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx256m",
                "-jar",
                program().toString()));
        Map<String, String> all = new HashMap<>(settings);
        all.put("management.server.port", "" + healthPort);
        all.put("vigie.kafka.bootstrap-servers", RealKafka.bootstrapServers());
        all.put("vigie.kafka.instance-id", instance);
        all.forEach((name, value) -> words.add("--" + name + "=" + value));
        return words;
    }

    private Path program() throws IOException {
        try (Stream<Path> files = Files.list(VigieProcess.ROOT.resolve(module).resolve("target"))) {
            return files.filter(file -> file.toString().endsWith("-exec.jar"))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError(module + " is not packaged"));
        }
    }

    private ChildProcess start() throws IOException {
        ChildProcess started = ChildProcess.start(new ProcessBuilder(command));
        Awaitility.await().atMost(Duration.ofMinutes(2)).until(() -> !started.isAlive() || isReady());
        assertThat(started.isAlive()).as(() -> module + ": " + started.output()).isTrue();
        System.out.println(module + " is ready");
        return started;
    }

    private boolean isReady() throws InterruptedException {
        HttpRequest question = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + healthPort + "/actuator/health/readiness"))
                .timeout(Duration.ofSeconds(10))
                .build();
        try {
            return HTTP.send(question, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            return false;
        }
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Waits until it has printed that. */
    String awaitOutput(String pattern) {
        return process.awaitOutput(pattern);
    }

    void killAndStartAgain() throws Exception {
        kill();
        startAgain();
    }

    void kill() throws InterruptedException {
        process.kill();
    }

    void startAgain() throws IOException {
        process = start();
    }

    @Override
    public void close() {
        process.close();
    }
}
