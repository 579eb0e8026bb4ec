package io.vigie.embedded;

import de.bwaldvogel.mongo.backend.h2.H2Backend;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.wire.message.MongoMessage;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.h2.mvstore.MVStore;

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

    private static final int TARGET_FILL_PERCENT = 60;
    private static final int COMPACTION_BYTES = 2 * 1024 * 1024;
    private static final int CLOSING_MILLIS = 500;

    private final ReadWriteLock lock = new ReentrantReadWriteLock();
    private int commits;

    private CommittingBackend(MVStore store) {
        super(store);
    }

    static CommittingBackend open(String file) {
        // Its own background commits could catch a document half changed.
        return new CommittingBackend(
                new MVStore.Builder().fileName(file).autoCommitDisabled().open());
    }

    @Override
    public Document handleMessage(MongoMessage message) {
        String command = message.getDocument().keySet().iterator().next().toLowerCase(Locale.ROOT);
        return READS.contains(command) ? read(message) : write(message);
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
            if (!getMvStore().isClosed()) {
                super.commit();
                getMvStore().close(CLOSING_MILLIS);
            }
            super.close();
        } finally {
            lock.writeLock().unlock();
        }
    }
}
