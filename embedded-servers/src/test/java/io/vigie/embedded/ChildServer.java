package io.vigie.embedded;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** A server in a JVM of its own, which tests kill. */
final class ChildServer implements AutoCloseable {
    enum Kind {
        KAFKA,
        REDIS,
        MONGO
    }

    private final Process process;
    private final int port;

    private ChildServer(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /** Starts it and returns when it takes requests. */
    static ChildServer start(Kind kind, Path directory) throws IOException {
        long started = System.nanoTime();
        Process process = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-Xmx256m",
                        "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow",
                        "-cp",
                        System.getProperty("java.class.path"),
                        ChildServer.class.getName(),
                        kind.name(),
                        directory.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        BufferedReader lines = process.inputReader();
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.startsWith("PORT ")) {
                System.out.printf(
                        Locale.ROOT,
                        "%s ready in a new JVM after %d ms%n",
                        kind,
                        (System.nanoTime() - started) / 1_000_000);
                return new ChildServer(process, Integer.parseInt(line.substring("PORT ".length())));
            }
            System.out.println(line);
        }
        throw new IOException(kind + " did not start");
    }

    int port() {
        return port;
    }

    /** Waits until it has reported that it can't go on, and returns how. */
    String fatalError() throws IOException {
        BufferedReader lines = process.inputReader();
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.startsWith("FATAL ")) {
                return line.substring("FATAL ".length());
            }
        }
        throw new IOException("The server ended without a word");
    }

    /** The processes that it started. */
    List<ProcessHandle> descendants() {
        return process.descendants().toList();
    }

    /** SIGKILL, and waits until the process is gone. */
    void kill() throws InterruptedException {
        process.destroyForcibly();
        process.waitFor();
    }

    /** Lets it close its server, and waits until the process is gone. */
    @Override
    public void close() throws IOException, InterruptedException {
        process.getOutputStream().close();
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new IOException("The server did not close within 60 s");
        }
    }

    public static void main(String[] arguments) throws Exception {
        Path directory = Path.of(arguments[1]);
        switch (Kind.valueOf(arguments[0])) {
            case KAFKA -> {
                try (var kafka = EmbeddedKafka.start(directory, 0, ChildServer::fail)) {
                    serve(kafka.port());
                }
            }
            case REDIS -> {
                try (var redis = EmbeddedRedis.start(directory, 0)) {
                    serve(redis.port());
                }
            }
            case MONGO -> {
                try (var mongo = EmbeddedMongo.start(directory, 0, ChildServer::fail)) {
                    serve(mongo.port());
                }
            }
        }
    }

    /** The one line for a person; what the server does after it is of no interest. */
    private static void fail(String line) {
        System.out.println("FATAL " + line);
        Runtime.getRuntime().halt(1);
    }

    /** Until the parent closes our input. */
    private static void serve(int port) throws IOException {
        System.out.println("PORT " + port);
        System.in.transferTo(java.io.OutputStream.nullOutputStream());
    }
}
