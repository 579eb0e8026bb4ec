package io.vigie.launcher;

import java.io.IOException;
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

/** {@code vigie …} in a JVM of its own. */
final class LaunchedVigie implements AutoCloseable {
    private final Process process;
    private final List<String> output = new CopyOnWriteArrayList<>();

    private LaunchedVigie(Process process) {
        this.process = process;
        Thread.ofPlatform().daemon().start(() -> process.inputReader().lines().forEach(output::add));
    }

    static LaunchedVigie start(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElseThrow(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx256m",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-Dlogback.configurationFile="
                        + Path.of("src/main/resources/logback.xml").toAbsolutePath(),
                "-cp",
                System.getProperty("java.class.path"),
                VigieMain.class.getName()));
        command.addAll(List.of(arguments));
        return new LaunchedVigie(
                new ProcessBuilder(command).redirectErrorStream(true).start());
    }

    /** Waits until it has ended by itself. */
    int exitCode() throws InterruptedException {
        if (!process.waitFor(120, TimeUnit.SECONDS)) {
            throw new AssertionError("Vigie still runs: " + output);
        }
        Awaitility.await().pollInterval(Duration.ofMillis(20)).until(() -> !process.isAlive());
        return process.exitValue();
    }

    void awaitReady() {
        Awaitility.await()
                .atMost(Duration.ofSeconds(120))
                .pollInterval(Duration.ofMillis(50))
                .until(() -> !process.isAlive()
                        || find("(Vigie is ready in [0-9.]+ s)").isPresent());
        if (!process.isAlive()) {
            throw new AssertionError("Vigie ended: " + output);
        }
        System.out.println(find("(Vigie is ready in [0-9.]+ s)").orElseThrow());
    }

    List<String> output() {
        return output;
    }

    Optional<String> find(String pattern) {
        Matcher matcher = Pattern.compile(pattern).matcher(String.join("\n", output));
        return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
    }

    ProcessHandle handle() {
        return process.toHandle();
    }

    /** SIGKILL. */
    void kill() throws InterruptedException {
        process.destroyForcibly();
        process.waitFor();
    }

    /** SIGTERM; returns how long it took to end. */
    Duration stop() throws InterruptedException {
        long begun = System.nanoTime();
        process.destroy();
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            throw new AssertionError("Vigie did not stop within 60 s: " + output);
        }
        return Duration.ofNanos(System.nanoTime() - begun);
    }

    @Override
    public void close() throws InterruptedException {
        if (process.isAlive()) {
            stop();
        }
    }
}
