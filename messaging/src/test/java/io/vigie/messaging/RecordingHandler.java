package io.vigie.messaging;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Keeps records in memory until it is told to write them to a "store" that tests can take away or make choosy. */
final class RecordingHandler implements PartitionHandler {

    /** What several handlers write to, and what it refuses. */
    static final class Store {
        final List<String> written = new CopyOnWriteArrayList<>();
        volatile boolean down;
        volatile Predicate<String> refuses = text -> false;
        volatile boolean refusesAll;
        /** How often a handler is asked to flush before anything is due. */
        volatile int patience;
        /** How often handlers fail to say what may be committed. */
        final AtomicInteger failingCommits = new AtomicInteger();
        /** How many handlers fail when they are released. */
        final AtomicInteger failingReleases = new AtomicInteger();

        void write(String text) throws UnavailableException {
            if (down) {
                throw new UnavailableException("the store is down", new IllegalStateException());
            }
            if (refusesAll || refuses.test(text)) {
                throw new IllegalStateException("the store refuses " + text);
            }
            written.add(text);
        }
    }

    final Store store;
    final boolean lazy;
    final NavigableMap<Long, String> memory = new ConcurrentSkipListMap<>();
    final List<String> calls = new ArrayList<>();
    volatile boolean abandoned;
    volatile boolean released;
    private long next;
    private int flushes;

    RecordingHandler(Store store, boolean lazy, long position) {
        this.store = store;
        this.lazy = lazy;
        this.next = position;
    }

    @Override
    public void handle(ConsumerRecord<String, byte[]> record) throws InvalidRecordException, UnavailableException {
        String text = new String(record.value(), UTF_8);
        if (text.startsWith("unreadable")) {
            throw new InvalidRecordException("not readable: " + text);
        }
        if (lazy) {
            memory.put(record.offset(), text);
        } else {
            store.write(text);
        }
        next = record.offset() + 1;
    }

    @Override
    public void flush() throws UnavailableException {
        if (flushes++ >= store.patience) {
            writeAll();
        }
    }

    @Override
    public void writeAll() throws UnavailableException {
        while (!memory.isEmpty()) {
            store.write(memory.firstEntry().getValue());
            memory.pollFirstEntry();
        }
    }

    @Override
    public long committableOffset() {
        if (store.failingCommits.getAndDecrement() > 0) {
            throw new IllegalStateException("the handler has a fault");
        }
        return memory.isEmpty() ? next : memory.firstKey();
    }

    /** How many records are not written yet. */
    int held() {
        return memory.size();
    }

    @Override
    public void release() {
        released = true;
        if (store.failingReleases.getAndDecrement() > 0) {
            throw new IllegalStateException("the handler has a fault");
        }
        if (!store.down) {
            store.written.addAll(memory.values());
            memory.clear();
        }
    }

    @Override
    public void abandon() {
        abandoned = true;
        memory.clear();
    }
}
