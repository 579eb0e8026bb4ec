package io.vigie.kit.problem;

import java.util.concurrent.TimeUnit;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** Writes problem details as the answer to a request; for filters and error handlers. */
public final class ProblemWriter {

    private ProblemWriter() {}

    /** Sets status, headers and body; completes when they are written. The response must not be committed yet. */
    public static Mono<Void> write(ServerWebExchange exchange, ProblemException cause) {
        ServerHttpResponse response = exchange.getResponse();
        Problem problem = Problem.of(cause, exchange.getRequest().getPath().value(), TraceId.of(exchange));
        response.setStatusCode(HttpStatusCode.valueOf(problem.status()));
        response.getHeaders().setContentType(MediaType.APPLICATION_PROBLEM_JSON);
        cause.retryAfter()
                .ifPresent(after -> response.getHeaders()
                        .set(
                                HttpHeaders.RETRY_AFTER,
                                Long.toString(Math.max(1, TimeUnit.MILLISECONDS.toSeconds(after.toMillis() + 999)))));
        if (cause.code() == ProblemCode.UNAUTHENTICATED
                && !response.getHeaders().containsHeader(HttpHeaders.WWW_AUTHENTICATE)) {
            response.getHeaders().set(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
        }
        byte[] body = problem.toJson();
        response.getHeaders().setContentLength(body.length);
        return response.writeWith(
                Mono.fromSupplier(() -> response.bufferFactory().wrap(body)));
    }
}
