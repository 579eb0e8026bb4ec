package io.vigie.query.storage;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The stored hours. Every method may end with {@link StoreUnavailableException}, which may be tried again; anything else is
 * a refusal that will be repeated.
 */
public interface FrameStore {

    /** Those of the hours that exist, in any order. */
    Flux<StoredHour> find(Collection<HourKey> keys);

    /**
     * Writes each hour whose document is now exactly one revision behind (absent for revision 1), durably.
     *
     * @return the keys of those that were refused because somebody else wrote them
     */
    Mono<Set<HourKey>> replace(List<StoredHour> hours);

    /** Deletes the hours and all their parts; returns how many documents there were. */
    Mono<Long> delete(Collection<HourKey> firstParts);
}
