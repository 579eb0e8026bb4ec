package io.vigie.embedded;

import de.bwaldvogel.mongo.backend.h2.H2Backend;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.wire.message.MongoMessage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Consumer;
import org.h2.mvstore.DataUtils;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.MVStoreException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The stock backend made safe: a write is in the file before it is acknowledged, and nobody reads a document while it is
 * being changed, as the stock one changes documents in place.
 */
final class CommittingBackend extends H2Backend {
    private static final Set<String> READS = Set.of(
            "find",
            "getmore",
            "aggregate",
            "count",
            "distinct",
            "killcursors",
            "ping",
            "ismaster",
            "hello",
            "buildinfo",
            "listcollections",
            "listindexes",
            "listdatabases",
            "endsessions",
            "serverstatus",
            "hostinfo",
            "getparameter",
            "connectionstatus");

    /** How many commits until old pages are gathered, so that the file does not only grow. */
    private static final int COMMITS_PER_COMPACTION = 512;

    /** The header and its copy. */
    private static final int HEADER_BYTES = 2 * 4096;

    private static final int TARGET_FILL_PERCENT = 60;
    private static final int COMPACTION_BYTES = 2 * 1024 * 1024;
    private static final int CLOSING_MILLIS = 500;

    private static final Logger log = LoggerFactory.getLogger(CommittingBackend.class);

    private final ReadWriteLock lock = new ReentrantReadWriteLock();
    private final Consumer<MVStoreException> onFailedStore;
    private int commits;
    private volatile boolean failed;

    private CommittingBackend(MVStore store, Consumer<MVStoreException> onFailedStore) {
        super(store);
        this.onFailedStore = onFailedStore;
    }

    /**
     * Opens or creates the store.
     *
     * @param onFailedStore told of each command that fails because of the store, which can't be used any more then
     * @throws MVStoreException where it can't be opened
     */
    static CommittingBackend open(Path file, Consumer<MVStoreException> onFailedStore) throws IOException {
        boolean heldSomething = Files.exists(file) && Files.size(file) > HEADER_BYTES;
        // Its own background commits could catch a document half changed.
        MVStore store = new MVStore.Builder()
                .fileName(file.toString())
                .autoCommitDisabled()
                .open();
        try {
            if (heldSomething && store.getMapNames().isEmpty()) {
                // The stock store begins anew, without a word, where it finds nothing whole behind its header.
                throw new MVStoreException(DataUtils.ERROR_FILE_CORRUPT, "nothing whole is left in it");
            }
            return new CommittingBackend(store, onFailedStore);
        } catch (MVStoreException e) {
            store.closeImmediately();
            throw e;
        }
    }

    @Override
    public Document handleMessage(MongoMessage message) {
        String command = message.getDocument().keySet().iterator().next().toLowerCase(Locale.ROOT);
        try {
            Document answer = READS.contains(command) ? read(message) : write(message);
            checkOpen();
            return answer;
        } catch (MVStoreException e) {
            failed = true;
            onFailedStore.accept(e);
            throw e;
        }
    }

    /** A store that could not write closes itself, and a commit of a closed store does nothing without a word. */
    private void checkOpen() {
        if (getMvStore().isClosed()) {
            MVStoreException panic = getMvStore().getPanicException();
            throw panic == null ? new MVStoreException(DataUtils.ERROR_CLOSED, "The store is closed") : panic;
        }
    }

    private Document read(MongoMessage message) {
        lock.readLock().lock();
        try {
            return super.handleMessage(message).cloneDeeply();
        } finally {
            lock.readLock().unlock();
        }
    }

    private Document write(MongoMessage message) {
        lock.writeLock().lock();
        try {
            return handleAndCommit(message);
        } finally {
            lock.writeLock().unlock();
        }
    }

    /** Commits also after a failed command: a bulk write may have done a part of its work. */
    private Document handleAndCommit(MongoMessage message) {
        try {
            return super.handleMessage(message).cloneDeeply();
        } finally {
            commit();
        }
    }

    @Override
    public void commit() {
        super.commit();
        if (++commits % COMMITS_PER_COMPACTION == 0) {
            getMvStore().compact(TARGET_FILL_PERCENT, COMPACTION_BYTES);
        }
    }

    @Override
    public void close() {
        lock.writeLock().lock();
        try {
            closeStore();
            super.close();
        } finally {
            lock.writeLock().unlock();
        }
    }

    /** Gathers old pages as well, which a damaged file or a full disk may not let it do; everything is committed already. */
    private void closeStore() {
        if (failed) {
            getMvStore().closeImmediately();
        }
        try {
            getMvStore().close(CLOSING_MILLIS);
        } catch (MVStoreException e) {
            log.error("The store was closed as it is", e);
            getMvStore().closeImmediately();
        }
    }
}
