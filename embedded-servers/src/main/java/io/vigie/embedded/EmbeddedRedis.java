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
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One Redis server, a child process on 127.0.0.1 without a password, limited to 64 MiB: beyond that it forgets keys that
 * have a time to live, and refuses writes when none has. Each write is in its append-only file before it is acknowledged,
 * and synced to the disk each second: it survives the death of any process, and a power cut but for the last second.
 *
 * <p>It ends with this process, however that ends; should one be left over on the same folder all the same, it is ended at the
 * start. Needs a POSIX shell.
 */
public final class EmbeddedRedis implements AutoCloseable {
    /**
     * Runs Redis in a session of its own where it can, as Ctrl-C in a terminal is for us, who need Redis until the end; and
     * ends it when our side of the pipe closes, also by SIGKILL. Ends when Redis does.
     */
    private static final String KEEPER = """
            trap '' INT HUP TERM
            exec 3<&0
            if command -v setsid >/dev/null; then setsid "$@" </dev/null & else "$@" </dev/null & fi
            redis=$!
            { read -r _ <&3; kill "$redis"; } >/dev/null 2>&1 &
            wait "$redis"
            kill -9 $! 2>/dev/null
            """;

    private static final Pattern LOG_PREFIX = Pattern.compile("^[0-9]+:[A-Z] .*?[0-9.]+ [-.*#] ");
    /** What Redis says last of an append-only file that it can't read. */
    private static final Pattern DAMAGE = Pattern.compile("append only file|RDB|loading DB", Pattern.CASE_INSENSITIVE);

    private static final String WITHOUT = "the counts of failed sign-ins in it";
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
            awaitReady(process, directory);
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

    /** Stops the server; it writes what it has first. A second call does nothing. */
    @Override
    public void close() {
        try {
            process.getOutputStream().close();
            if (process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                return;
            }
        } catch (IOException e) {
            log.debug("Redis has ended already", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        endNow(process);
    }

    private static void endNow(Process process) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }

    private static ProcessBuilder command(Path program, Path directory, int port) {
        return new ProcessBuilder(
                        "/bin/sh",
                        "-c",
                        KEEPER,
                        "redis-keeper",
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

    private static void awaitReady(Process process, Path directory) throws InterruptedException {
        var ready = new CompletableFuture<Optional<String>>();
        Thread.ofPlatform().daemon().name("redis-log").start(() -> follow(process, ready));
        try {
            ready.get(START_SECONDS, TimeUnit.SECONDS).ifPresent(lastLine -> {
                throw new EmbeddedServerException(
                        lineOfEnd(LOG_PREFIX.matcher(lastLine).replaceFirst(""), directory));
            });
        } catch (ExecutionException | TimeoutException e) {
            endNow(process);
            throw new EmbeddedServerException("Redis was not ready after " + START_SECONDS + " s", e);
        } catch (InterruptedException e) {
            endNow(process);
            throw e;
        }
    }

    private static String lineOfEnd(String lastLine, Path directory) {
        return FailureLine.ofFullDisk(directory)
                .orElseGet(() -> DAMAGE.matcher(lastLine).find()
                        ? FailureLine.ofDamage(
                                directory.resolve("appendonly.aof"), lastLine.split("[:.]", 2)[0], WITHOUT)
                        : "Redis ended while starting: " + lastLine);
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
