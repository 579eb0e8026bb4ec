package io.vigie.error.storage;

import io.vigie.messaging.UnavailableException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Takes records into documents, each once: what a document holds already is left out, and a document that somebody else has
 * changed is read again. Records are in the order of their offsets and of one partition.
 */
public final class Folding<T extends Guarded> {

    private static final int ROUNDS = 8;

    private final Documents<T> documents;
    private final Await await;

    /** Waits so for these documents. */
    public Folding(Documents<T> documents, Await await) {
        this.documents = documents;
        this.await = await;
    }

    /** Makes the next revision of a document. */
    @FunctionalInterface
    public interface Step<T, R> {

        /** The document with more records, of which the last is at this place. Called again where somebody else was faster. */
        T with(String id, @Nullable T stored, List<R> more, Origin last);
    }

    /** What has to be done before the next revisions are written. */
    @FunctionalInterface
    public interface Preparation {

        /** Called once a round, after its steps. */
        void run() throws UnavailableException;
    }

    /** Takes the records of each document in; returns what is stored then. */
    public <R> Map<String, T> fold(Map<String, List<Placed<R>>> records, Step<T, R> step) throws UnavailableException {
        return fold(records, find(records.keySet()), step, () -> {});
    }

    private Map<String, T> find(Set<String> ids) throws UnavailableException {
        return await.await(documents.find(ids).collectMap(Versioned::id, document -> document));
    }

    /** The same of documents that were read already, with something to be done before anything is written. */
    public <R> Map<String, T> fold(
            Map<String, List<Placed<R>>> records, Map<String, T> read, Step<T, R> step, Preparation before)
            throws UnavailableException {
        Map<String, T> done = new HashMap<>();
        Set<String> open = new HashSet<>(records.keySet());
        for (int round = 0; round < ROUNDS && !open.isEmpty(); round++) {
            Map<String, T> stored = round == 0 ? read : find(open);
            List<T> next = new ArrayList<>();
            for (String id : Set.copyOf(open)) {
                T known = stored.get(id);
                List<Placed<R>> more = above(known, records.getOrDefault(id, List.of()));
                if (known != null && more.isEmpty()) {
                    done.put(id, known);
                    open.remove(id);
                } else {
                    List<R> values = more.stream().map(Placed::value).toList();
                    next.add(step.with(id, known, values, more.getLast().place()));
                }
            }
            before.run();
            Set<String> refused = await.await(documents.replace(next));
            for (T written : next) {
                if (!refused.contains(written.id())) {
                    done.put(written.id(), written);
                    open.remove(written.id());
                }
            }
        }
        if (!open.isEmpty()) {
            throw new UnavailableException(
                    "somebody else keeps writing the same documents",
                    new IllegalStateException(open.size() + " documents after " + ROUNDS + " rounds"));
        }
        return done;
    }

    private static <T extends Guarded, R> List<Placed<R>> above(@Nullable T stored, List<Placed<R>> records) {
        return stored == null
                ? records
                : records.stream()
                        .filter(record -> !stored.includes(record.place()))
                        .toList();
    }
}
