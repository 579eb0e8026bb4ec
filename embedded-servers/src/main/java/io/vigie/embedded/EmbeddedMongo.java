package io.vigie.embedded;

import de.bwaldvogel.mongo.MongoServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.h2.mvstore.MVStoreException;

/**
 * A server of MongoDB's protocol on a file, on 127.0.0.1 without a password. A write is in the file before it is
 * acknowledged, so it survives the death of the process.
 */
public final class EmbeddedMongo implements AutoCloseable {
    private final MongoServer server;
    private final int port;

    private EmbeddedMongo(MongoServer server, int port) {
        this.server = server;
        this.port = port;
    }

    /**
     * Opens or creates the store and returns when it takes commands.
     *
     * @param directory where the file lies
     * @param port where it listens on 127.0.0.1; 0 for a free one
     * @throws EmbeddedServerException when it can't start
     */
    public static EmbeddedMongo start(Path directory, int port) {
        int ownPort = FreePorts.orFree(port);
        FreePorts.check("MongoDB", ownPort);
        CommittingBackend backend;
        try {
            Files.createDirectories(directory);
            backend = CommittingBackend.open(directory.resolve("mongo.mv").toString());
        } catch (IOException | MVStoreException e) {
            throw new EmbeddedServerException(
                    "The database in " + directory + " can't be opened: " + e.getMessage(), e);
        }
        var server = new MongoServer(backend);
        server.bind("127.0.0.1", ownPort);
        return new EmbeddedMongo(server, ownPort);
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
        server.shutdownNow();
    }
}
