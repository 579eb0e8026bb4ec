package io.vigie.agent.buffer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

/**
 * A little disk space put by, so that the few bytes that the agent can't do without (its epoch, how frames are dated) find
 * room on a full disk.
 */
final class Reserve {

    private static final int SIZE = 64 << 10;

    private final Path file;

    Reserve(Path directory) {
        this.file = directory.resolve("reserve");
    }

    /** Fills it up where the disk has room. */
    void fill() {
        if (Files.exists(file)) {
            return;
        }
        byte[] bytes = new byte[SIZE];
        new Random(SIZE).nextBytes(bytes); // nothing that a file system could pack
        try {
            Files.write(file, bytes);
        } catch (IOException e) {
            release();
        }
    }

    /** Gives the space back to the disk; says whether there was any. */
    boolean release() {
        try {
            return Files.deleteIfExists(file);
        } catch (IOException e) {
            return false;
        }
    }
}
