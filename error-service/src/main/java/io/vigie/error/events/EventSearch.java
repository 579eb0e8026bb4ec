package io.vigie.error.events;

import java.time.Instant;
import java.util.Collection;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The bodies that are kept. A text is looked for in the newest of them alone. */
public interface EventSearch {

    /** Newest first. */
    Flux<StoredEvent> newest(EventFilter filter, int skip, int take);

    /** Those with a client's id: as many as services have one. */
    Flux<StoredEvent> withId(String eventId, @Nullable String service, int most);

    /** The newest of some groups. */
    Flux<StoredEvent> ofGroups(Collection<String> keys, int most);

    /** The groups in whose bodies a text is. */
    Mono<Set<String>> groups(EventFilter filter);

    /** From when on a text is looked for in what the filter lets through; empty where in all of it. */
    Mono<Instant> searchedFrom(EventFilter filter);

    /** Deletes all of a service; returns how many there were. */
    Mono<Long> deleteOf(String service);

    /** Deletes what is older, and what was drawn of it; returns how many bodies there were. */
    Mono<Long> deleteBefore(Instant moment);
}
