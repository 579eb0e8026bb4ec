package io.vigie.error.storage;

import io.vigie.messaging.UnavailableException;
import reactor.core.publisher.Mono;

/** Waits for the store, with a timeout. */
public interface Await {

    /** The result; every Mono here has one. */
    <T> T await(Mono<T> operation) throws UnavailableException;
}
