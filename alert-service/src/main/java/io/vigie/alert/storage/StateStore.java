package io.vigie.alert.storage;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * One collection of states. Every method may end with {@link StoreUnavailableException}, which may be tried again; anything else
 * is a refusal that will be repeated.
 *
 * @param <S> a record that Jackson writes as an object; none of its members is called {@code _id}, {@code rev}, {@code from} or
 *     {@code write}, and no map in it has keys that others choose
 */
public interface StateStore<S> {

    /** Those of the documents that exist. */
    Flux<Stored<S>> find(Collection<String> ids);

    /** The document, where it exists. */
    default Mono<Stored<S>> find(String id) {
        return find(List.of(id)).next();
    }

    /** Every document. */
    Flux<Stored<S>> all();

    /** The documents whose state came from this partition. */
    Flux<Stored<S>> ofPartition(int partition);

    /** The documents that have this value in a member. */
    Flux<Stored<S>> having(String member, Object value);

    /** Ids and revisions of the documents that have this value in a member. */
    Flux<Map.Entry<String, Long>> revisions(String member, Object value);

    /** At most so many documents, greatest id first, below the id (from the greatest where it is null). */
    Flux<Stored<S>> before(@Nullable String id, int limit);

    /**
     * Writes each document whose stored one is now exactly one revision behind (absent for revision 1), durably.
     *
     * @return the ids of those that were refused because somebody else wrote them
     */
    Mono<Set<String>> replace(List<Stored<S>> documents);

    /** Whether the document was written, by the same rule. */
    default Mono<Boolean> replace(Stored<S> document) {
        return replace(List.of(document)).map(Set::isEmpty);
    }

    /** Deletes the documents of these ids. */
    Mono<Void> delete(Collection<String> ids);
}
