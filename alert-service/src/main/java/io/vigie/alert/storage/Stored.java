package io.vigie.alert.storage;

/**
 * A document: a state, its revision and where it stands in Kafka.
 *
 * @param rev 1 for a new document; a write succeeds only where the stored one is exactly one behind
 */
public record Stored<S>(String id, long rev, Origin from, S state) {

    /** A document that nobody has written yet. */
    public static <S> Stored<S> first(String id, Origin from, S state) {
        return new Stored<>(id, 1, from, state);
    }

    /** What follows this document. */
    public Stored<S> next(Origin nextFrom, S nextState) {
        return new Stored<>(id, rev + 1, nextFrom, nextState);
    }

    /** What follows this document, at the same place in Kafka. */
    public Stored<S> next(S nextState) {
        return next(from, nextState);
    }
}
