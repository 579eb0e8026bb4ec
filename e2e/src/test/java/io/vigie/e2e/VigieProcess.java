package io.vigie.e2e;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;

/** {@code vigie up} as a process of its own, on free ports. */
final class VigieProcess implements AutoCloseable {

    static final Path ROOT =
            Path.of(System.getProperty("vigie.root", "..")).toAbsolutePath().normalize();

    private final Process process;
    private final int port;
    private final List<String> output = new CopyOnWriteArrayList<>();

    private VigieProcess(Process process, int port) {
        this.process = process;
        this.port = port;
        Thread.ofVirtual().start(this::readOutput);
    }

    /** Starts it and waits until it is ready. */
    static VigieProcess start(Path data, int port, String... more) throws IOException {
        VigieProcess vigie = launch(data, port, more);
        vigie.awaitReady();
        return vigie;
    }

    /** Starts it and returns at once. */
    static VigieProcess launch(Path data, int port, String... more) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                ROOT.resolve("vigie").toString(), "up", "--data", data.toString(), "--port", Integer.toString(port)));
        command.addAll(List.of(more));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        // The build that runs this test has just made what is started here.
        builder.environment().put("VIGIE_SKIP_BUILD", "true");
        return new VigieProcess(builder.start(), port);
    }

    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    int port() {
        return port;
    }

    String url() {
        return "http://localhost:" + port;
    }

    /** What it printed so far. */
    String output() {
        return String.join("\n", output);
    }

    /** The password of admin; only a first start prints it. */
    Optional<String> adminPassword() {
        return find("Sign in\\s+admin / (\\S+)");
    }

    /** The key of the service "demo"; only a first start prints it. */
    Optional<String> apiKey() {
        return find("API key\\s+(avl_\\w+)");
    }

    void awaitReady() {
        Awaitility.await()
                .atMost(Duration.ofSeconds(120))
                .pollInterval(Duration.ofMillis(50))
                .until(() -> !process.isAlive()
                        || find("Vigie is ready in ([0-9.]+) s").isPresent());
        if (!process.isAlive()) {
            throw new AssertionError("vigie ended: " + output());
        }
    }

    /** Ends it as kill -9 does: nothing of it gets a last word. */
    void kill() throws InterruptedException {
        process.destroyForcibly();
        process.waitFor();
    }

    /** Ends it as Ctrl-C does; returns how long that took. */
    Duration stop() throws InterruptedException {
        long begun = System.nanoTime();
        process.destroy();
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            throw new AssertionError("vigie did not stop within 60 s: " + output());
        }
        return Duration.ofNanos(System.nanoTime() - begun);
    }

    /** Waits for it to end by itself and returns its exit code. */
    int awaitExit() throws InterruptedException {
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            throw new AssertionError("vigie still runs: " + output());
        }
        return process.exitValue();
    }

    long pid() {
        return process.pid();
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    private Optional<String> find(String pattern) {
        Matcher matcher = Pattern.compile(pattern).matcher(output());
        return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
    }

    private void readOutput() {
        try (BufferedReader reader = process.inputReader()) {
            reader.lines().forEach(output::add);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The log of a data folder. */
    static String log(Path data) throws IOException {
        return Files.readString(data.resolve("logs/vigie.log"));
    }
}
