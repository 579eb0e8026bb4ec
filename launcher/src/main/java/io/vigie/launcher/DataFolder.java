package io.vigie.launcher;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * The folder with everything that is kept, locked for this process. The operating system takes the lock back when the process
 * dies, however it does.
 */
final class DataFolder implements AutoCloseable {
    private final Path path;
    private final FileChannel lockFile;

    private DataFolder(Path path, FileChannel lockFile) {
        this.path = path;
        this.lockFile = lockFile;
    }

    /**
     * Makes the folder where it is missing (for its owner only) and locks it.
     *
     * @throws StartFailure where it can't be written, or another process has it
     */
    static DataFolder lock(Path path) {
        try {
            create(path);
            Files.createDirectories(path.resolve("logs"));
            FileChannel file = FileChannel.open(
                    path.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            FileLock lock = file.tryLock();
            if (lock == null) {
                throw inUse(path, file);
            }
            file.truncate(0);
            file.write(
                    ByteBuffer.wrap(Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.US_ASCII)));
            return new DataFolder(path.toRealPath(), file);
        } catch (IOException e) {
            throw new StartFailure(
                    "The folder " + path + " can't be written (" + e.getClass().getSimpleName() + " " + e.getMessage()
                            + "): make it writable, or choose another with --data DIR.",
                    e);
        }
    }

    /** A place in the folder. */
    Path resolve(String name) {
        return path.resolve(name);
    }

    @Override
    public void close() throws IOException {
        lockFile.close();
    }

    private static void create(Path path) throws IOException {
        if (Files.isDirectory(path)) {
            return;
        }
        if (path.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Files.createDirectories(
                    path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        } else {
            Files.createDirectories(path);
        }
    }

    private static StartFailure inUse(Path path, FileChannel file) throws IOException {
        ByteBuffer content = ByteBuffer.allocate(32);
        file.read(content, 0);
        file.close();
        String pid = new String(content.array(), 0, content.position(), StandardCharsets.US_ASCII);
        return new StartFailure("Another Vigie" + (pid.isBlank() ? "" : " (process " + pid + ")") + " uses the folder "
                + path + ": stop it, or choose another folder with --data DIR.");
    }
}
