package io.vigie.gateway.people;

import java.time.Duration;
import reactor.core.publisher.Mono;

/** Counts failed logins by account and by address, each for a minute from its first. */
interface Failures {

    /** How long a name counts. */
    Duration WINDOW = Duration.ofMinutes(1);

    /** How often this name has failed lately. */
    Mono<Count> of(String name);

    /** The same, after it failed once more. */
    Mono<Count> oneMore(String name);

    /**
     * So many.
     *
     * @param forgottenIn when counting begins anew
     */
    record Count(long failures, Duration forgottenIn) {}
}
