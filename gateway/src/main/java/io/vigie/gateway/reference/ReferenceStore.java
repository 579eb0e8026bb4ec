package io.vigie.gateway.reference;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The documents behind a topic, and which of their versions are not known to be published. */
public interface ReferenceStore {

    /** The document as it is now; empty where there is none. */
    Mono<ReferenceRecord> current(String key);

    /** Every document. */
    Flux<ReferenceRecord> all();

    /** What was announced before it was written and is not taken back yet. */
    Flux<Announcement> unpublished();

    /** The audit trail knows what this version has to tell; a later one tells it again. */
    Mono<Void> told(String key, long version);

    /** Takes an announcement back: its version stands on the topic, or a later one, or it was never written. */
    Mono<Void> forget(Announcement announcement);

    /** A version that is about to be written. */
    record Announcement(String key, long version) {}
}
