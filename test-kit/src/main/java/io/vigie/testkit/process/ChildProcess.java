package io.vigie.testkit.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;

/** A process that a test started, with what it printed so far. */
public final class ChildProcess implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Process process;
    private final List<String> output = new CopyOnWriteArrayList<>();
    private final Thread reader;

    private ChildProcess(Process process) {
        this.process = process;
        this.reader = Thread.ofPlatform().daemon().name("output-of-child").start(this::readOutput);
    }

    /** Starts it and returns at once; its errors are part of its output. */
    public static ChildProcess start(ProcessBuilder command) throws IOException {
        return new ChildProcess(command.redirectErrorStream(true).start());
    }

    /** The lines that it printed so far; all of them once it has ended. */
    public List<String> output() {
        return output;
    }

    /** The first group of {@code pattern} in what it printed so far. */
    public Optional<String> find(String pattern) {
        Matcher matcher = Pattern.compile(pattern).matcher(String.join("\n", output));
        return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
    }

    /** Waits until it has printed {@code pattern}; fails where it ends before. */
    public String awaitOutput(String pattern) {
        Awaitility.await()
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> !process.isAlive() || find(pattern).isPresent());
        return find(pattern).orElseThrow(() -> new AssertionError("It ended: " + output));
    }

    /** Waits for it to end by itself and returns its exit code. */
    public int awaitExit() throws InterruptedException {
        if (!process.waitFor(PATIENCE)) {
            throw new AssertionError("It still runs: " + output);
        }
        reader.join();
        return process.exitValue();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    public ProcessHandle handle() {
        return process.toHandle();
    }

    /** Ends it as kill -9 does: nothing of it gets a last word. */
    public void kill() throws InterruptedException {
        process.destroyForcibly();
        process.waitFor();
    }

    /** Ends it by SIGTERM, as Ctrl-C does; returns how long that took. */
    public Duration stop() throws InterruptedException {
        long begun = System.nanoTime();
        process.destroy();
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            throw new AssertionError("It did not stop within 60 s: " + output);
        }
        return Duration.ofNanos(System.nanoTime() - begun);
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

    /** To its end; the output of a process that is killed may end within a line. */
    private void readOutput() {
        try (BufferedReader lines = process.inputReader()) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                output.add(line);
            }
        } catch (IOException e) {
            output.add("(its output ended: " + e.getMessage() + ")");
        }
    }
}
