package io.vigie.error.events;

import java.util.Collection;
import java.util.Set;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The marks of at least the last {@link #KEPT_DAYS} days. */
public interface MarkStore {

    /** How long a repetition is known, at least. */
    int KEPT_DAYS = 7;

    /** Those of the ids that are there. */
    Flux<Mark> find(Collection<String> ids);

    /** Leaves the marks; returns the ids of those that somebody else left in the meantime. */
    Mono<Set<String>> insert(Collection<Mark> marks);

    /** Lets go of what is older. */
    Mono<Void> deleteOld();
}
