package io.vigie.gateway.door;

import org.springframework.core.Ordered;
import org.springframework.http.HttpHeaders;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/** What every answer says to browsers: run only our own scripts, guess no types, show us in no frame, tell nobody where. */
final class AnswerHeadersFilter implements WebFilter, Ordered {

    /** Styles may be inline: the parts that the dashboard is made of set them; scripts never. */
    private static final String POLICY = "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; "
            + "img-src 'self' data: blob:; font-src 'self'; connect-src 'self'; object-src 'none'; base-uri 'none'; "
            + "form-action 'self'; frame-ancestors 'none'";

    private static final String ONE_YEAR = "max-age=31536000";

    private final boolean tls;

    AnswerHeadersFilter(boolean tls) {
        this.tls = tls;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        if (!Grpc.isCall(exchange)) {
            exchange.getResponse()
                    .beforeCommit(() -> Mono.fromRunnable(
                            () -> complete(exchange.getResponse().getHeaders())));
        }
        return chain.filter(exchange);
    }

    private void complete(HttpHeaders headers) {
        headers.set("Content-Security-Policy", POLICY);
        headers.set("X-Content-Type-Options", "nosniff");
        headers.set("X-Frame-Options", "DENY");
        headers.set("Referrer-Policy", "no-referrer");
        headers.set("Permissions-Policy", "camera=(), geolocation=(), microphone=()");
        headers.set("Cross-Origin-Opener-Policy", "same-origin");
        headers.set("Cross-Origin-Resource-Policy", "same-origin");
        if (tls) {
            headers.set("Strict-Transport-Security", ONE_YEAR);
        }
        if (!headers.containsHeader(HttpHeaders.CACHE_CONTROL)) {
            headers.setCacheControl("no-store");
        }
    }

    @Override
    public int getOrder() {
        return Ordered.HIGHEST_PRECEDENCE;
    }
}
