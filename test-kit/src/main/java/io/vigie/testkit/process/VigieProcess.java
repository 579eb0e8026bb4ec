package io.vigie.testkit.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code ./vigie …} as a process of its own; what it starts has been built by the build that runs the test. */
public final class VigieProcess implements AutoCloseable {

    /** The root of the sources. */
    public static final Path ROOT =
            Path.of(System.getProperty("vigie.root", "..")).toAbsolutePath().normalize();

    private static final String READY = "(?s)(Vigie is ready in [0-9.]+ s).*Kafka +localhost:[0-9]+";

    private final ChildProcess process;
    private final int port;

    private VigieProcess(ChildProcess process, int port) {
        this.process = process;
        this.port = port;
    }

    /** {@code vigie up} on a data folder and a port, ready. */
    public static VigieProcess start(Path data, int port, String... more) throws IOException {
        VigieProcess vigie = launch(data, port, more);
        vigie.awaitReady();
        return vigie;
    }

    /** Like {@link #start}, but returns at once. */
    public static VigieProcess launch(Path data, int port, String... more) throws IOException {
        return new VigieProcess(run(up(data, port, more)), port);
    }

    /** Like {@link #start}, with more in its environment. */
    public static VigieProcess startWith(Map<String, String> environment, Path data, int port, String... more)
            throws IOException {
        VigieProcess vigie = new VigieProcess(run(up(data, port, more), environment), port);
        vigie.awaitReady();
        return vigie;
    }

    private static List<String> up(Path data, int port, String... more) {
        List<String> arguments =
                new ArrayList<>(List.of("up", "--data", data.toString(), "--port", Integer.toString(port)));
        arguments.addAll(List.of(more));
        return arguments;
    }

    /** {@code vigie} with any command line. */
    public static ChildProcess run(List<String> arguments) throws IOException {
        return run(arguments, Map.of());
    }

    private static ChildProcess run(List<String> arguments, Map<String, String> environment) throws IOException {
        List<String> command = new ArrayList<>(List.of(ROOT.resolve("vigie").toString()));
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("VIGIE_SKIP_BUILD", "true");
        builder.environment().putAll(environment);
        return ChildProcess.start(builder);
    }

    public int port() {
        return port;
    }

    public String url() {
        return "http://localhost:" + port;
    }

    /** The lines that it printed so far. */
    public List<String> output() {
        return process.output();
    }

    /** The password of admin; only a first start prints it. */
    public Optional<String> adminPassword() {
        return process.find("Sign in\\s+admin / (\\S+)");
    }

    /** The key of the service "demo"; only a first start prints it. */
    public Optional<String> apiKey() {
        return process.find("API key\\s+(avl_\\w+)");
    }

    /** Where its Kafka is: {@code host:port}. */
    public String kafka() {
        return process.find("Kafka\\s+(\\S+:[0-9]+)").orElseThrow();
    }

    /** Waits until it says that it is ready, and shows that. */
    public void awaitReady() {
        System.out.println(process.awaitOutput(READY));
    }

    /** Waits for it to end by itself and returns its exit code. */
    public int awaitExit() throws InterruptedException {
        return process.awaitExit();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    public ProcessHandle handle() {
        return process.handle();
    }

    /** Ends it as kill -9 does. */
    public void kill() throws InterruptedException {
        process.kill();
    }

    /** Ends it as Ctrl-C does; returns how long that took. */
    public Duration stop() throws InterruptedException {
        return process.stop();
    }

    @Override
    public void close() {
        process.close();
    }

    /** The log of a data folder. */
    public static String log(Path data) throws IOException {
        return Files.readString(data.resolve("logs/vigie.log"));
    }
}
