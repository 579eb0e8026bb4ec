package io.vigie.embedded;

import java.io.IOException;
import java.net.BindException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** What a person reads of a failed store: one line that says what is wrong and what to do. */
final class FailureLine {
    /** With less than this a store can't be relied on to write; the largest file made at once is smaller. */
    private static final long FULL_BYTES = 2 * 1024 * 1024;

    private FailureLine() {}

    /** Where the disk of {@code directory} is full: says so. */
    static Optional<String> ofFullDisk(Path directory) {
        try {
            long left = Files.getFileStore(directory).getUsableSpace();
            return left < FULL_BYTES
                    ? Optional.of("The disk of " + directory + " is full (" + left / 1024
                            + " KiB left): make room there and start again, nothing acknowledged is lost.")
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.of("The folder " + directory + " can't be reached: " + reason(e));
        }
    }

    /**
     * Says that something is damaged.
     *
     * @param what the file or folder to put back or to move away
     * @param without what the server goes on without then
     */
    static String ofDamage(Path what, String reason, String without) {
        return what + " is damaged (" + reason + "): put back a copy of it, or move it away and go on without "
                + without + ".";
    }

    /** Where {@code server} could not listen on one of its ports: says so. */
    static Optional<String> ofPort(String server, int port, int other, Throwable failure) {
        return root(failure) instanceof BindException bind
                ? Optional.of(server + " can't listen on port " + port + " or " + other + " (" + bind.getMessage()
                        + "): start again.")
                : Optional.empty();
    }

    /** The first line of what is at the bottom of a failure. */
    static String reason(Throwable failure) {
        Throwable cause = root(failure);
        String message = cause.getMessage();
        return message == null || message.isBlank()
                ? cause.getClass().getSimpleName()
                : message.lines().findFirst().orElseThrow().strip();
    }

    private static Throwable root(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause;
    }
}
