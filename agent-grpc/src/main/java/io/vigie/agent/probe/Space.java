package io.vigie.agent.probe;

import java.io.File;
import java.io.IOException;
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

    /** By statvfs alone: a FileStore would read the table of mounts for each path. */
    static Space byStatvfs(Path path) throws IOException {
        File file = path.toFile();
        long total = file.getTotalSpace();
        if (total == 0) {
            throw new IOException(path + ": its space can't be read");
        }
        return new Space(total - file.getFreeSpace(), file.getUsableSpace());
    }
}
