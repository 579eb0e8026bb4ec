package io.vigie.query.sources;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The stored sources. Errors as in {@link io.vigie.query.storage.FrameStore}. */
public interface SourceStore {

    /** Those of the sources that exist, in any order. */
    Flux<StoredSource> find(Collection<String> ids);

    /** Every source, in any order: for the start of an instance. */
    Flux<StoredSource> all();

    /** An id and since when it is known. */
    record Known(String id, Instant firstSeen) {}

    /** The id of every source, in any order. */
    Flux<Known> ids();

    /**
     * Writes each source whose document is now exactly one revision behind (absent for revision 1), durably.
     *
     * @return the ids of those that were refused because somebody else wrote them
     */
    Mono<Set<String>> replace(List<StoredSource> sources);
}
