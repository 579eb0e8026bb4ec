package io.vigie.embedded;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One Redis server, a child process on 127.0.0.1 without a password, limited to 64 MiB: beyond that it forgets keys that
 * have a time to live, and refuses writes when none has. Each write is in its append-only file before it is acknowledged,
 * and synced to the disk each second: it survives the death of any process, and a power cut but for the last second.
 *
 * <p>A Redis that a killed process left over on the same folder is ended at the start.
 */
public final class EmbeddedRedis implements AutoCloseable {
    private static final long START_SECONDS = 30;
    private static final long STOP_SECONDS = 5;
    private static final Logger log = LoggerFactory.getLogger(EmbeddedRedis.class);

    private final Process process;
    private final int port;

    private EmbeddedRedis(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /**
     * Starts the server and returns when it has read its data and takes commands.
     *
     * @param directory where the program and its data lie
     * @param port where it listens on 127.0.0.1; 0 for a free one
     * @throws EmbeddedServerException when it can't start
     */
    public static EmbeddedRedis start(Path directory, int port) {
        int ownPort = FreePorts.orFree(port);
        try {
            Files.createDirectories(directory);
            endLeftOver(directory.toRealPath());
            FreePorts.check("Redis", ownPort);
            Path program = RedisProgram.unpack(directory);
            Process process = command(program, directory.toRealPath(), ownPort).start();
            awaitReady(process);
            return new EmbeddedRedis(process, ownPort);
        } catch (IOException e) {
            throw new EmbeddedServerException("Redis did not start on " + directory + ": " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EmbeddedServerException("Interrupted while Redis was starting", e);
        }
    }

    /** The address for clients, {@code redis://127.0.0.1:port}. */
    public String url() {
        return "redis://127.0.0.1:" + port;
    }

    /** The port on loopback. */
    public int port() {
        return port;
    }

    /** The number of the server's process. */
    public long pid() {
        return process.pid();
    }

    /** Stops the server; it writes what it has first. A second call does nothing. */
    @Override
    public void close() {
        end(process.toHandle());
    }

    private static ProcessBuilder command(Path program, Path directory, int port) {
        return new ProcessBuilder(
                        program.toString(),
                        "--bind",
                        "127.0.0.1",
                        "--port",
                        String.valueOf(port),
                        "--dir",
                        directory.toString(),
                        "--save",
                        "",
                        "--appendonly",
                        "yes",
                        "--appendfsync",
                        "everysec",
                        "--maxmemory",
                        "64mb",
                        "--maxmemory-policy",
                        "volatile-lru",
                        "--databases",
                        "1",
                        "--daemonize",
                        "no")
                .directory(directory.toFile())
                .redirectErrorStream(true);
    }

    private static void awaitReady(Process process) throws InterruptedException {
        var ready = new CompletableFuture<Optional<String>>();
        Thread.ofPlatform().daemon().name("redis-log").start(() -> follow(process, ready));
        try {
            ready.get(START_SECONDS, TimeUnit.SECONDS).ifPresent(lastLine -> {
                throw new EmbeddedServerException("Redis ended while starting: " + lastLine);
            });
        } catch (ExecutionException | TimeoutException e) {
            process.destroyForcibly();
            throw new EmbeddedServerException("Redis was not ready after " + START_SECONDS + " s", e);
        } catch (InterruptedException e) {
            process.destroyForcibly();
            throw e;
        }
    }

    /** Passes the server's own log on until it ends; {@code ready} gets the last line where it ended before it was ready. */
    private static void follow(Process process, CompletableFuture<Optional<String>> ready) {
        String last = "it said nothing";
        try (BufferedReader lines = process.inputReader()) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                log.debug("{}", line);
                last = line;
                if (line.contains("Ready to accept connections")) {
                    ready.complete(Optional.empty());
                }
            }
        } catch (IOException e) {
            log.debug("Redis's log ended", e);
        }
        ready.complete(Optional.of(last));
    }

    /** The program lies in this folder, so whoever runs it was started by a process that used this folder before. */
    private static void endLeftOver(Path directory) {
        String program = directory.resolve("redis-server").toString();
        ProcessHandle.allProcesses()
                .filter(process ->
                        process.info().command().filter(program::equals).isPresent())
                .forEach(process -> {
                    log.info("Ending Redis {} that a killed process left over", process.pid());
                    end(process);
                });
    }

    private static void end(ProcessHandle process) {
        process.destroy();
        try {
            process.onExit().get(STOP_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException | ExecutionException e) {
            process.destroyForcibly();
            process.onExit().join();
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
