package io.vigie.gateway.access;

import io.vigie.gateway.caller.Caller;
import io.vigie.gateway.caller.Credentials;
import io.vigie.gateway.caller.Endings;
import io.vigie.gateway.signing.Tokens;
import io.vigie.gateway.surface.Surface;
import io.vigie.kit.identity.Identity;
import io.vigie.kit.identity.IdentityTokens;
import io.vigie.kit.problem.ProblemCode;
import io.vigie.kit.problem.ProblemException;
import java.util.List;
import java.util.Optional;
import org.springframework.core.annotation.Order;
import org.springframework.http.server.PathContainer;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;
import reactor.core.publisher.Mono;

/**
 * Lets nobody in unknown where somebody must be known, and vouches for them to the services behind. What vouches for somebody
 * is taken from every request that comes from outside; where services behind ask something of the gateway, it is the one
 * thing that lets them in.
 */
@Component
@Order(AccessFilter.ORDER)
final class AccessFilter implements WebFilter {

    /** After the headers of answers and the limits of bodies, before everything else. */
    static final int ORDER = 0;

    private static final List<PathPattern> PASSED_ON = patterns("/vigie.agent.v1.AgentService/**");
    private static final List<PathPattern> FROM_BEHIND = patterns("/internal/**");
    private static final List<PathPattern> SESSIONS = patterns("/auth/**");
    private static final List<PathPattern> FOR_PEOPLE = patterns(
            "/auth/me/**",
            "/auth/logout/**",
            "/auth/password/**",
            "/api/v1/keys/**",
            "/api/v1/users/**",
            "/api/v1/agents/*/key/**");

    private final Callers callers;
    private final Tokens tokens;

    AccessFilter(Callers callers, Tokens tokens) {
        this.callers = callers;
        this.tokens = tokens;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        ServerWebExchange unvouched = withIdentity(exchange, null);
        PathContainer path = exchange.getRequest().getPath().pathWithinApplication();
        if (matches(FROM_BEHIND, path)) {
            return fromBehind(exchange, unvouched, chain);
        }
        Optional<Surface> surface = Surface.of(exchange.getRequest());
        boolean vouchedFor = surface.filter(Surface::isVouchedFor).isPresent();
        if (!vouchedFor && !matches(FOR_PEOPLE, path)) {
            if (surface.isPresent() || matches(PASSED_ON, path)) {
                callers.noteUse(Credentials.of(exchange.getRequest()));
            }
            return OwnOrigin.isNotForeign(exchange.getRequest()) || !isChange(exchange)
                    ? chain.filter(unvouched)
                    : Mono.error(foreign());
        }
        Credentials credentials = Credentials.of(exchange.getRequest());
        if (credentials.byCookie() && !OwnOrigin.isRespected(exchange.getRequest())) {
            return Mono.error(foreign());
        }
        return callers.of(credentials).flatMap(caller -> admit(unvouched, caller, vouchedFor, chain));
    }

    /** No other credential counts here: it would be a way around the cookie's rules and the lists of paths. */
    private Mono<Void> fromBehind(ServerWebExchange exchange, ServerWebExchange unvouched, WebFilterChain chain) {
        List<String> shown = exchange.getRequest().getHeaders().getOrEmpty(IdentityTokens.HEADER);
        Optional<Identity> identity = shown.size() == 1 ? tokens.vouchedFor(shown.getFirst()) : Optional.empty();
        return identity.map(somebody -> {
                    Caller.note(unvouched, new Caller.Vouched(somebody));
                    return chain.filter(unvouched);
                })
                .orElseGet(() -> Mono.error(new ProblemException(
                        ProblemCode.UNAUTHENTICATED, "This is for the services behind the gateway")));
    }

    private Mono<Void> admit(ServerWebExchange exchange, Caller caller, boolean vouchedFor, WebFilterChain chain) {
        Caller.note(exchange, caller);
        if (!vouchedFor) {
            return chain.filter(exchange);
        }
        if (caller instanceof Caller.Machine machine
                && !machine.program().scopes().contains("read")) {
            return Mono.error(
                    new ProblemException(ProblemCode.PERMISSION_DENIED, "This key does not have the scope read"));
        }
        Mono<Void> end = callers.endOf(caller);
        Endings.note(exchange, end);
        Mono<Void> served = chain.filter(withIdentity(exchange, tokens.vouchFor(caller.identity())));
        boolean socket = exchange.getRequest().getHeaders().getUpgrade() != null;
        return socket ? served : Mono.firstWithSignal(end.then(Mono.defer(() -> cutOff(exchange))), served);
    }

    /** An answer that has begun ends; for one that has not, the credential was over before it was served. */
    private static Mono<Void> cutOff(ServerWebExchange exchange) {
        return exchange.getResponse().isCommitted() ? Mono.empty() : Mono.error(Callers.unknown());
    }

    private static ServerWebExchange withIdentity(
            ServerWebExchange exchange, @org.jspecify.annotations.Nullable String token) {
        ServerHttpRequest request = exchange.getRequest()
                .mutate()
                .headers(headers -> {
                    headers.remove(IdentityTokens.HEADER);
                    if (token != null) {
                        headers.set(IdentityTokens.HEADER, token);
                    }
                })
                .build();
        return exchange.mutate().request(request).build();
    }

    private static boolean isChange(ServerWebExchange exchange) {
        return switch (exchange.getRequest().getMethod().name()) {
            case "GET", "HEAD", "OPTIONS" -> false;
            default -> matches(SESSIONS, exchange.getRequest().getPath().pathWithinApplication());
        };
    }

    private static ProblemException foreign() {
        return new ProblemException(ProblemCode.PERMISSION_DENIED, "The header Origin must name this host");
    }

    private static boolean matches(List<PathPattern> patterns, PathContainer path) {
        return patterns.stream().anyMatch(pattern -> pattern.matches(path));
    }

    private static List<PathPattern> patterns(String... patterns) {
        return java.util.Arrays.stream(patterns)
                .map(PathPatternParser.defaultInstance::parse)
                .toList();
    }
}
