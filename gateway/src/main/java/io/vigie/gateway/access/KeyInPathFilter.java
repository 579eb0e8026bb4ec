package io.vigie.gateway.access;

import io.vigie.gateway.surface.Surface;
import io.vigie.kit.problem.ProblemCode;
import io.vigie.kit.problem.ProblemException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.core.annotation.Order;
import org.springframework.http.server.PathContainer;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/** For devices that know an address and no key: {@code /k/{key}} in front of what is sent stands for the header {@code X-API-Key}. */
@Component
@Order(AccessFilter.ORDER - 1)
final class KeyInPathFilter implements WebFilter {

    private static final Pattern PREFIXED = Pattern.compile("/k/([^/]*)(/.*)");

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        Matcher prefixed = PREFIXED.matcher(exchange.getRequest().getURI().getRawPath());
        if (!prefixed.matches()) {
            return chain.filter(exchange);
        }
        String key = prefixed.group(1);
        String path = prefixed.group(2);
        if (!Surface.of(PathContainer.parsePath(path)).equals(Optional.of(Surface.INTAKE))) {
            return Mono.error(
                    new ProblemException(ProblemCode.NOT_FOUND, "A key in the address is for what is sent: " + sent()));
        }
        ServerHttpRequest request = exchange.getRequest()
                .mutate()
                .path(path)
                .headers(headers -> {
                    headers.remove("Authorization");
                    headers.set("X-API-Key", key);
                })
                .build();
        return chain.filter(exchange.mutate().request(request).build());
    }

    private static String sent() {
        return String.join(", ", Surface.INTAKE.paths());
    }
}
