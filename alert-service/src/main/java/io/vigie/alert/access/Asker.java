package io.vigie.alert.access;

import io.vigie.kit.identity.Identity;
import io.vigie.kit.identity.IdentityWebFilter;
import io.vigie.kit.identity.Role;
import io.vigie.kit.problem.ProblemCode;
import io.vigie.kit.problem.ProblemException;
import java.util.Locale;
import org.springframework.web.server.ServerWebExchange;

/** Who asks, and whether that is allowed. Every method refuses with a {@link ProblemException}. */
public final class Asker {

    private Asker() {}

    /** A person, or a program that may read. */
    public static Identity reader(ServerWebExchange exchange) {
        Identity identity = identity(exchange);
        if (identity instanceof Identity.Program program && !program.scopes().contains("read")) {
            throw new ProblemException(ProblemCode.PERMISSION_DENIED, "The key needs the scope read");
        }
        return identity;
    }

    /** A person who is an operator, at least. */
    public static Identity.Person operator(ServerWebExchange exchange) {
        return person(exchange, Role.OPERATOR);
    }

    /** A person who is an admin. */
    public static Identity.Person admin(ServerWebExchange exchange) {
        return person(exchange, Role.ADMIN);
    }

    private static Identity.Person person(ServerWebExchange exchange, Role role) {
        if (identity(exchange) instanceof Identity.Person person
                && person.role().includes(role)) {
            return person;
        }
        throw new ProblemException(
                ProblemCode.PERMISSION_DENIED,
                "This takes a person with the role " + role.name().toLowerCase(Locale.ROOT));
    }

    /** The name of an operator who may see all clubs: for what concerns all of them. */
    public static String operatorOfAll(ServerWebExchange exchange) {
        Identity.Person person = operator(exchange);
        if (!person.clubs().isEmpty()) {
            throw new ProblemException(
                    ProblemCode.PERMISSION_DENIED, "This concerns all clubs, and the account is limited to some");
        }
        return person.subject();
    }

    private static Identity identity(ServerWebExchange exchange) {
        return IdentityWebFilter.identity(exchange)
                .orElseThrow(
                        () -> new ProblemException(ProblemCode.UNAUTHENTICATED, ProblemCode.UNAUTHENTICATED.title()));
    }
}
