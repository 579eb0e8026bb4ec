package io.vigie.error.api;

import io.vigie.error.issues.Actor;
import io.vigie.kit.identity.Identity;
import io.vigie.kit.identity.IdentityWebFilter;
import io.vigie.kit.identity.Role;
import io.vigie.kit.problem.ProblemCode;
import io.vigie.kit.problem.ProblemException;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.web.server.ServerWebExchange;

/** Who asks, and what they may: everybody signed in reads, operators act, a service key with the scope read reads its own service. */
final class Callers {

    private static final String SCOPE = "read";
    private static final String FORWARDED = "X-Forwarded-For";
    private static final int LONGEST_ADDRESS = 64;

    private Callers() {}

    /** The services that the caller reads, of those asked for; empty for all. */
    static Set<String> reads(ServerWebExchange exchange, Set<String> wanted) {
        if (wanted.size() <= 1) {
            String one = reads(exchange, wanted.stream().findFirst().orElse(null));
            return one == null ? Set.of() : Set.of(one);
        }
        wanted.forEach(service -> reads(exchange, service));
        return wanted;
    }

    /** The service that the caller reads, of those asked for; null for all. */
    static @Nullable String reads(ServerWebExchange exchange, @Nullable String wanted) {
        return switch (identity(exchange)) {
            case Identity.Person person -> wanted;
            case Identity.Program program -> {
                if (!program.scopes().contains(SCOPE)) {
                    throw denied("The key needs the scope " + SCOPE);
                }
                if (wanted != null && !wanted.equals(program.service())) {
                    throw denied("The key belongs to another service");
                }
                yield program.service();
            }
        };
    }

    /** The operator or admin who acts. */
    static Actor acts(ServerWebExchange exchange) {
        return switch (identity(exchange)) {
            case Identity.Person person
            when person.role().includes(Role.OPERATOR) ->
                new Actor(person.username(), person.subject(), address(exchange));
            case Identity.Person person -> throw denied("The role operator is needed");
            case Identity.Program program -> throw denied("Only people do this");
        };
    }

    private static Identity identity(ServerWebExchange exchange) {
        return IdentityWebFilter.identity(exchange)
                .orElseThrow(() -> new ProblemException(ProblemCode.UNAUTHENTICATED, "Nobody is signed in"));
    }

    private static @Nullable String address(ServerWebExchange exchange) {
        String forwarded = exchange.getRequest().getHeaders().getFirst(FORWARDED);
        if (forwarded == null) {
            return null;
        }
        String last = forwarded.substring(forwarded.lastIndexOf(',') + 1).strip();
        return last.isEmpty() || last.length() > LONGEST_ADDRESS ? null : last;
    }

    private static ProblemException denied(String detail) {
        return new ProblemException(ProblemCode.PERMISSION_DENIED, detail);
    }
}
