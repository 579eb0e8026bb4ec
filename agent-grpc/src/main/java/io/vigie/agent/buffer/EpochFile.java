package io.vigie.agent.buffer;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Counts the agent's starts. */
final class EpochFile {

    private EpochFile() {}

    /**
     * Makes the epoch of this start: greater than every earlier one of this folder, and, should the folder be lost, greater
     * than the earlier ones of this source too as far as the clock is right, because it is at least the present second.
     *
     * @param atLeast what else it must be greater than
     * @return the new epoch, which is on disk
     */
    static long next(Path directory, long atLeast, long wallMillis) throws IOException {
        Path file = directory.resolve("epoch");
        long epoch = Math.max(Math.max(read(file), atLeast) + 1, wallMillis / 1000);
        DurableFile.write(file, (epoch + "\n").getBytes(StandardCharsets.US_ASCII), false);
        return epoch;
    }

    private static long read(Path file) throws IOException {
        if (!Files.exists(file)) {
            return 0;
        }
        String text = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).strip();
        return text.matches("[0-9]{1,18}") ? Long.parseLong(text) : 0;
    }
}
