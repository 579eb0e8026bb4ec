package io.vigie.kit.identity;

import io.vigie.kit.problem.ProblemCode;
import io.vigie.kit.problem.ProblemException;
import io.vigie.kit.problem.ProblemWriter;
import java.security.interfaces.ECPublicKey;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.springframework.core.Ordered;
import org.springframework.http.server.PathContainer;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;
import reactor.core.publisher.Mono;

/**
 * Lets in who has a token of the gateway in {@link IdentityTokens#HEADER}, and answers everybody else with 401, or with 503 while
 * the gateway's key is not there. The {@link Identity} then stands in the exchange's attribute {@link #ATTRIBUTE} and in the Reactor
 * context under the class {@code Identity}.
 */
public final class IdentityWebFilter implements WebFilter, Ordered {

    /** Name of the exchange attribute. */
    public static final String ATTRIBUTE = Identity.class.getName();

    private static final Duration COME_BACK_AFTER = Duration.ofSeconds(2);

    private final PublicKeyFile key;
    private final List<PathPattern> open;
    private final InstantSource clock;

    /** Reads the key from the file of the settings. */
    public IdentityWebFilter(IdentitySettings settings, InstantSource clock) {
        this.key = new PublicKeyFile(settings.publicKey(), System::nanoTime);
        this.open = settings.openPaths().stream()
                .map(PathPatternParser.defaultInstance::parse)
                .toList();
        this.clock = clock;
    }

    /** Who asks; empty only on paths that are open. */
    public static Optional<Identity> identity(ServerWebExchange exchange) {
        return Optional.ofNullable(exchange.<Identity>getAttribute(ATTRIBUTE));
    }

    /** Who asks, from the Reactor context; empty only on paths that are open. */
    public static Mono<Identity> current() {
        return Mono.deferContextual(context -> Mono.justOrEmpty(context.<Identity>getOrEmpty(Identity.class)));
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        PathContainer path = exchange.getRequest().getPath().pathWithinApplication();
        if (open.stream().anyMatch(pattern -> pattern.matches(path))) {
            return chain.filter(exchange);
        }
        Optional<ECPublicKey> publicKey = key.get();
        if (publicKey.isEmpty()) {
            return ProblemWriter.write(
                    exchange,
                    ProblemException.retry(
                            ProblemCode.UNAVAILABLE, "The gateway's key is not there yet", COME_BACK_AFTER));
        }
        String token = exchange.getRequest().getHeaders().getFirst(IdentityTokens.HEADER);
        if (token == null) {
            return refuse(exchange, "There is no header " + IdentityTokens.HEADER);
        }
        try {
            Identity identity = IdentityTokens.verify(token, publicKey.get(), clock);
            exchange.getAttributes().put(ATTRIBUTE, identity);
            return chain.filter(exchange).contextWrite(context -> context.put(Identity.class, identity));
        } catch (InvalidIdentityException e) {
            return refuse(exchange, IdentityTokens.HEADER + ": " + e.getMessage());
        }
    }

    private static Mono<Void> refuse(ServerWebExchange exchange, String detail) {
        return ProblemWriter.write(exchange, new ProblemException(ProblemCode.UNAUTHENTICATED, detail));
    }

    /** Before everything that asks who it is. */
    @Override
    public int getOrder() {
        return Ordered.HIGHEST_PRECEDENCE + 100;
    }
}
