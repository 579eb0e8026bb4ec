package io.vigie.error.storage;

import java.util.Collection;
import java.util.Set;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Documents of one kind by their ids, written one by one, durably. Every method may end with {@link StoreUnavailableException},
 * which may be tried again; anything else is a refusal that will be repeated.
 */
public interface Documents<T extends Versioned> {

    /** The documents of these ids that exist, in any order. */
    Flux<T> find(Collection<String> ids);

    /** Writes each document whose stored one is exactly one revision behind (absent for revision 1); returns the ids refused. */
    Mono<Set<String>> replace(Collection<T> documents);

    /** Inserts what is not there; returns the ids that were there. */
    Mono<Set<String>> insert(Collection<T> documents);

    /** Deletes the documents of these ids; returns how many there were. */
    Mono<Long> delete(Collection<String> ids);
}
