package io.vigie.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/** A disk of a few MiB in memory, which can be filled. Only root may mount one. */
final class SmallDisk implements AutoCloseable {
    private final Path directory;

    private SmallDisk(Path directory) {
        this.directory = directory;
    }

    /** Mounts it on {@code directory}; where that is not allowed the test is skipped, and says so. */
    static SmallDisk mount(Path directory, int mebibytes) throws IOException, InterruptedException {
        Files.createDirectories(directory);
        boolean mounted = run("mount", "-t", "tmpfs", "-o", "size=" + mebibytes + "m", "tmpfs", directory.toString());
        if (!mounted) {
            System.out.println("SKIPPED: a full disk is not tried out, as this user may not mount a tmpfs");
        }
        Assumptions.assumeTrue(mounted, "this user may not mount a tmpfs");
        return new SmallDisk(directory);
    }

    @Override
    public void close() throws IOException, InterruptedException {
        if (!run("umount", directory.toString())) {
            throw new IOException("Can't unmount " + directory);
        }
    }

    private static boolean run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0;
    }
}
