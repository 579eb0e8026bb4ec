package io.vigie.agent.probe;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * How full a file system is, in bytes.
 *
 * @param used what files take
 * @param available what is left to a program that is not root's
 */
record Space(long used, long available) {

    /** Looks at the file system of a path. */
    @FunctionalInterface
    interface Meter {
        Space of(Path path) throws IOException;
    }

    /** By statvfs. */
    static Space byStatvfs(Path path) throws IOException {
        FileStore store = Files.getFileStore(path);
        return new Space(store.getTotalSpace() - store.getUnallocatedSpace(), store.getUsableSpace());
    }
}
