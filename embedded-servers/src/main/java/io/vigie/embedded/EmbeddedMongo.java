package io.vigie.embedded;

import de.bwaldvogel.mongo.MongoServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.h2.mvstore.DataUtils;
import org.h2.mvstore.MVStoreException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A server of MongoDB's protocol on a file, on 127.0.0.1 without a password. A write is in the file before it is
 * acknowledged, so it survives the death of the process.
 *
 * <p>A store that can't be written or read any more (a full or broken disk, a damaged file) acknowledges nothing, and is
 * reported to the listener given at the start.
 */
public final class EmbeddedMongo implements AutoCloseable {
    private static final String WITHOUT = "the history, accounts and keys in it (a new admin is made at the start)";
    private static final Logger log = LoggerFactory.getLogger(EmbeddedMongo.class);

    private final MongoServer server;
    private final int port;
    private final AtomicBoolean ended;

    private EmbeddedMongo(MongoServer server, int port, AtomicBoolean ended) {
        this.server = server;
        this.port = port;
        this.ended = ended;
    }

    /** Like {@link #start(Path, int, Consumer)}; a fatal error is only logged. */
    public static EmbeddedMongo start(Path directory, int port) {
        return start(directory, port, reason -> {});
    }

    /**
     * Opens or creates the store and returns when it takes commands.
     *
     * @param directory where the file lies
     * @param port where it listens on 127.0.0.1; 0 for a free one
     * @param onFatalError told once, in one line, when the running server can't go on; it must not block
     * @throws EmbeddedServerException when it can't start
     */
    public static EmbeddedMongo start(Path directory, int port, Consumer<String> onFatalError) {
        int ownPort = FreePorts.orFree(port);
        FreePorts.check("MongoDB", ownPort);
        var ended = new AtomicBoolean();
        try {
            Files.createDirectories(directory);
            var server = new MongoServer(CommittingBackend.open(file(directory), failure -> {
                if (ended.compareAndSet(false, true)) {
                    log.error("MongoDB can't go on", failure);
                    onFatalError.accept(line(directory, failure));
                }
            }));
            server.bind("127.0.0.1", ownPort);
            return new EmbeddedMongo(server, ownPort, ended);
        } catch (IOException e) {
            throw new EmbeddedServerException(
                    "The database's folder " + directory + " can't be used: " + FailureLine.reason(e), e);
        } catch (MVStoreException e) {
            throw new EmbeddedServerException(line(directory, e), e);
        }
    }

    /** The address of the database {@code name} for clients. */
    public String uri(String name) {
        return "mongodb://127.0.0.1:" + port + "/" + name;
    }

    /** The port on loopback. */
    public int port() {
        return port;
    }

    /** Ends all connections and closes the file; a second call does nothing. */
    @Override
    public void close() {
        ended.set(true);
        server.shutdownNow();
    }

    private static Path file(Path directory) {
        return directory.resolve("mongo.mv");
    }

    private static String line(Path directory, MVStoreException failure) {
        Path file = file(directory);
        String reason = FailureLine.reason(failure);
        return switch (failure.getErrorCode()) {
            case DataUtils.ERROR_FILE_LOCKED -> file + " is in use by another process: stop that first.";
            case DataUtils.ERROR_WRITING_FAILED, DataUtils.ERROR_CLOSED ->
                FailureLine.ofFullDisk(directory)
                        .orElse(file + " can't be written (" + reason
                                + "): see to its disk and start again, nothing acknowledged is lost.");
            default -> FailureLine.ofDamage(file, reason, WITHOUT);
        };
    }
}
