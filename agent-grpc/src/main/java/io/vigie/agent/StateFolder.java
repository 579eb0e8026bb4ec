package io.vigie.agent;

import io.vigie.proto.SourceId;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * What the agent keeps of one source: buffer, columns, key. One folder per source, so that a disk image that was copied to
 * another device neither sends the first one's samples nor uses its key; one process at a time.
 */
final class StateFolder implements Closeable {

    private final Path folder;
    private final FileChannel lockFile;

    private StateFolder(Path folder, FileChannel lockFile) {
        this.folder = folder;
        this.lockFile = lockFile;
    }

    static StateFolder open(Path dataDirectory, SourceId source) {
        Path folder = dataDirectory.resolve(nameOf(source));
        try {
            Files.createDirectories(folder);
            FileChannel lockFile =
                    FileChannel.open(folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (!isLocked(lockFile)) {
                lockFile.close();
                throw new InvalidSettingException(
                        SettingsReader.DATA_DIR, "another agent for " + source + " uses " + dataDirectory);
            }
            return new StateFolder(folder, lockFile);
        } catch (IOException e) {
            throw new InvalidSettingException(SettingsReader.DATA_DIR, dataDirectory + " can't be written: " + e);
        }
    }

    private static boolean isLocked(FileChannel lockFile) throws IOException {
        try {
            FileLock lock = lockFile.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    private static String nameOf(SourceId source) {
        try {
            byte[] hash =
                    MessageDigest.getInstance("SHA-256").digest(source.value().getBytes(StandardCharsets.UTF_8));
            return "source-" + HexFormat.of().formatHex(hash, 0, 6);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    Path path() {
        return folder;
    }

    Path buffer() {
        return folder.resolve("buffer");
    }

    Path columns() {
        return folder.resolve("columns");
    }

    /** Gives the lock back. */
    @Override
    public void close() throws IOException {
        lockFile.close();
    }
}
