package io.vigie.testkit.servers;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Something that is started at its first use in a new temporary folder, and closed with its folder deleted when the JVM
 * ends.
 */
final class OncePerJvm<T extends AutoCloseable> {
    private final String name;
    private final Function<Path, T> start;
    private @Nullable T started;

    OncePerJvm(String name, Function<Path, T> start) {
        this.name = name;
        this.start = start;
    }

    synchronized T get() {
        T known = started;
        if (known == null) {
            Path directory = temporaryDirectory();
            T fresh = start.apply(directory);
            Runtime.getRuntime().addShutdownHook(new Thread(() -> end(fresh, directory), name + "-end"));
            started = fresh;
            return fresh;
        }
        return known;
    }

    private Path temporaryDirectory() {
        try {
            return Files.createTempDirectory("vigie-test-" + name);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void end(T server, Path directory) {
        try (server;
                Stream<Path> files = Files.walk(directory)) {
            server.close();
            files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
        } catch (Exception e) { // what AutoCloseable declares
            throw new IllegalStateException("Could not end " + name, e);
        }
    }
}
