package io.vigie.query.writer;

import io.vigie.messaging.UnavailableException;
import io.vigie.query.records.MetricsRecord;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The open documents of one kind and one partition: collects the records that change each, and writes them back under the
 * guard. What a record changes is applied only when it is written, onto the state that is really stored; so a conflict or an
 * unknown outcome costs nothing but reading again. By one thread.
 */
final class Desk<K, D> {

    private static final int CHUNK = 200;
    private static final Duration IDLE = Duration.ofMinutes(10);
    private static final int BYTES_PER_ENTRY = 500;

    private final Documents<K, D> documents;
    private final Await store;
    private final Duration interval;
    private final Clock clock;
    private final WriterMetrics metrics;
    private final Map<K, Open<D>> open = new LinkedHashMap<>();
    private long bytes;

    Desk(Documents<K, D> documents, Await store, Duration interval, Clock clock, WriterMetrics metrics) {
        this.documents = documents;
        this.store = store;
        this.interval = interval;
        this.clock = clock;
        this.metrics = metrics;
    }

    /** An open document. */
    private static final class Open<D> {
        private final List<MetricsRecord> pending = new ArrayList<>();
        private boolean loaded;
        private @Nullable D stored;
        private long bytes;
        private Instant pendingSince = Instant.MAX;
        private Instant touched = Instant.MIN;
    }

    /** A record that changes this document. */
    void add(K key, MetricsRecord record) {
        Open<D> document = open.computeIfAbsent(key, absent -> new Open<>());
        Instant now = clock.instant();
        if (document.pending.isEmpty()) {
            document.pendingSince = now;
        }
        document.touched = now;
        document.pending.add(record);
        resize(document, 2L * record.bytes() + BYTES_PER_ENTRY);
    }

    /** The lowest offset that is not yet in its document. */
    OptionalLong lowestPending() {
        return open.values().stream()
                .filter(document -> !document.pending.isEmpty())
                .mapToLong(document -> document.pending.getFirst().offset())
                .min();
    }

    /** About how much memory all this takes. */
    long bytes() {
        return bytes;
    }

    /** Writes what waits for the interval or longer, and forgets what nobody touched for long. */
    void writeDue() throws UnavailableException {
        Instant now = clock.instant();
        write(now.minus(interval));
        open.values().removeIf(document -> {
            boolean idle =
                    document.pending.isEmpty() && document.touched.plus(IDLE).isBefore(now);
            if (idle) {
                resize(document, -document.bytes);
            }
            return idle;
        });
    }

    /** Writes everything. */
    void writeAll() throws UnavailableException {
        write(Instant.MAX.minusSeconds(1));
    }

    /** Forgets what is stored anyway. */
    void shrink() {
        open.values().removeIf(document -> {
            if (document.pending.isEmpty()) {
                resize(document, -document.bytes);
                return true;
            }
            forget(document);
            return false;
        });
    }

    private void write(Instant since) throws UnavailableException {
        Map<K, Open<D>> chunk = new LinkedHashMap<>();
        for (Map.Entry<K, Open<D>> entry : List.copyOf(open.entrySet())) {
            if (!entry.getValue().pendingSince.isAfter(since)) {
                chunk.put(entry.getKey(), entry.getValue());
            }
            if (chunk.size() == CHUNK) {
                writeChunk(chunk);
                chunk.clear();
            }
        }
        if (!chunk.isEmpty()) {
            writeChunk(chunk);
        }
    }

    private void writeChunk(Map<K, Open<D>> chunk) throws UnavailableException {
        load(chunk);
        Map<K, D> states = new HashMap<>();
        chunk.forEach((key, document) -> {
            D next = documents.apply(key, document.stored, document.pending);
            if (next == null) {
                done(document, document.stored);
            } else {
                states.put(key, next);
            }
        });
        if (states.isEmpty()) {
            return;
        }
        // Until the store has answered, what is stored is not known.
        states.keySet().forEach(key -> forget(chunk.get(key)));
        Set<K> refused = store.await(documents.write(Map.copyOf(states)));
        refused.forEach(states::remove);
        states.forEach((key, state) -> done(chunk.get(key), state));
        metrics.written(states.size(), refused.size());
    }

    private void load(Map<K, Open<D>> chunk) throws UnavailableException {
        List<K> missing = chunk.entrySet().stream()
                .filter(entry -> !entry.getValue().loaded)
                .map(Map.Entry::getKey)
                .toList();
        if (missing.isEmpty()) {
            return;
        }
        Map<K, D> loaded = store.await(documents.load(missing));
        for (K key : missing) {
            keep(chunk.get(key), loaded.get(key));
        }
    }

    private void done(@Nullable Open<D> document, @Nullable D state) {
        if (document == null) {
            return;
        }
        document.pending.clear();
        document.pendingSince = Instant.MAX;
        resize(document, -document.bytes);
        keep(document, state);
    }

    private void keep(@Nullable Open<D> document, @Nullable D state) {
        if (document == null) {
            return;
        }
        forget(document);
        document.loaded = true;
        document.stored = state;
        resize(document, state == null ? 0 : documents.bytes(state));
    }

    private void forget(@Nullable Open<D> document) {
        if (document == null) {
            return;
        }
        if (document.stored != null) {
            resize(document, -Math.min(document.bytes, documents.bytes(document.stored)));
        }
        document.loaded = false;
        document.stored = null;
    }

    private void resize(Open<D> document, long by) {
        document.bytes += by;
        bytes += by;
    }
}
