package io.vigie.error.api;

import io.vigie.error.storage.StoreUnavailableException;
import io.vigie.kit.problem.ProblemCode;
import io.vigie.kit.problem.ProblemException;
import io.vigie.kit.problem.ProblemWriter;
import io.vigie.messaging.UnavailableException;
import java.time.Duration;
import org.springframework.core.Ordered;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebExceptionHandler;
import reactor.core.Exceptions;
import reactor.core.publisher.Mono;

/** Says 503 where the database or Kafka is away; everything else goes on to the service-kit's handler. */
@Component
final class StoreExceptionHandler implements WebExceptionHandler, Ordered {

    private static final Duration COME_BACK_AFTER = Duration.ofSeconds(2);

    @Override
    public Mono<Void> handle(ServerWebExchange exchange, Throwable error) {
        Throwable cause = Exceptions.unwrap(error);
        if (exchange.getResponse().isCommitted()
                || !(cause instanceof StoreUnavailableException || cause instanceof UnavailableException)) {
            return Mono.error(error);
        }
        return ProblemWriter.write(
                exchange,
                ProblemException.retry(
                        ProblemCode.UNAVAILABLE, "What the errors are stored in is away", COME_BACK_AFTER));
    }

    /** Before the handler of the service-kit. */
    @Override
    public int getOrder() {
        return -3;
    }
}
