package io.vigie.gateway.store;

import io.vigie.kit.problem.ProblemCode;
import io.vigie.kit.problem.ProblemException;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.dao.TransientDataAccessException;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** What every call of MongoDB gets: a time limit, and a refusal that says to try again where it is away. */
public final class MongoCalls {

    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Duration TRY_AGAIN = Duration.ofSeconds(2);

    private MongoCalls() {}

    /** Within five seconds, or 503. */
    public static <T> Mono<T> limited(Mono<T> call) {
        return call.timeout(PATIENCE).onErrorMap(MongoCalls::isAway, MongoCalls::unavailable);
    }

    /** Each element within five seconds, or 503. */
    public static <T> Flux<T> limited(Flux<T> call) {
        return call.timeout(PATIENCE).onErrorMap(MongoCalls::isAway, MongoCalls::unavailable);
    }

    /** Inserts: whether it was not there yet. */
    public static Mono<Boolean> inserted(Mono<?> insert) {
        return limited(insert.thenReturn(true).onErrorReturn(DuplicateKeyException.class, false));
    }

    private static boolean isAway(Throwable error) {
        return error instanceof TimeoutException
                || error instanceof DataAccessResourceFailureException
                || error instanceof QueryTimeoutException
                || error instanceof TransientDataAccessException;
    }

    private static ProblemException unavailable(Throwable error) {
        return ProblemException.retry(ProblemCode.UNAVAILABLE, "The database is away", TRY_AGAIN);
    }
}
