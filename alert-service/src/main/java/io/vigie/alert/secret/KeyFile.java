package io.vigie.alert.secret;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Set;
import java.util.UUID;

/** The file with the key of the {@link Vault}: 256 random bits as one line of base64, readable by its owner alone. */
public final class KeyFile {

    static final String NAME = "channel-key";
    private static final int BYTES = 32;

    private KeyFile() {}

    /**
     * Reads the key of this folder, or makes it. Several instances that start at once end with the same one.
     *
     * @throws IllegalStateException where the file is damaged
     * @throws UncheckedIOException where the folder can't be used
     */
    public static byte[] loadOrCreate(Path directory) {
        Path file = directory.resolve(NAME);
        try {
            Files.createDirectories(directory);
            if (Files.notExists(file)) {
                create(file);
            }
            return read(file);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "The key of the channels in " + directory
                            + " can't be read or written: give this user access to the folder"
                            + " (vigie.alert.key-directory)",
                    e);
        }
    }

    private static byte[] read(Path file) throws IOException {
        try {
            byte[] key = Base64.getDecoder().decode(Files.readString(file).strip());
            if (key.length == BYTES) {
                return key;
            }
        } catch (IllegalArgumentException e) {
            throw damaged(file, e);
        }
        throw damaged(file, null);
    }

    private static IllegalStateException damaged(Path file, @org.jspecify.annotations.Nullable Throwable cause) {
        return new IllegalStateException(
                "The key of the channels, " + file
                        + ", is damaged: put a backup of it in its place, or delete it and give the channels their secrets again",
                cause);
    }

    /** Whole or not at all, also after a power cut; who comes second leaves the first one's in place. */
    private static void create(Path file) throws IOException {
        byte[] key = new byte[BYTES];
        new SecureRandom().nextBytes(key);
        Path fresh = file.resolveSibling(NAME + "." + UUID.randomUUID() + ".new");
        try (FileChannel channel = FileChannel.open(
                fresh, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), ownerOnly(file))) {
            ByteBuffer bytes = ByteBuffer.wrap((Base64.getEncoder().encodeToString(key) + "\n")
                    .getBytes(java.nio.charset.StandardCharsets.US_ASCII));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
        try {
            Files.createLink(file, fresh);
        } catch (FileAlreadyExistsException e) {
            // Another instance was first: its key counts.
        } catch (UnsupportedOperationException e) {
            Files.move(fresh, file);
        } finally {
            Files.deleteIfExists(fresh);
        }
    }

    private static FileAttribute<?>[] ownerOnly(Path file) {
        return file.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
    }
}
