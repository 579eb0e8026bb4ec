package io.vigie.gateway.caller;

import io.vigie.gateway.audit.Actor;
import io.vigie.gateway.signing.PersonToken;
import io.vigie.kit.identity.Identity;
import io.vigie.kit.identity.Role;
import io.vigie.kit.problem.ProblemCode;
import io.vigie.kit.problem.ProblemException;
import org.springframework.web.server.ServerWebExchange;

/** Who sent a request, as its credential says. */
public sealed interface Caller {

    /** Who it is for the services behind. */
    Identity identity();

    /** A person, by a token. */
    record Human(PersonToken token) implements Caller {

        @Override
        public Identity identity() {
            return token.person();
        }
    }

    /** A program, by a service key. */
    record Machine(String keyId, Identity.Program program) implements Caller {

        @Override
        public Identity identity() {
            return program;
        }
    }

    /** Somebody in whose name a service behind asks, passing on the token by which the gateway vouched for them. */
    record Vouched(Identity identity) implements Caller {}

    /** Notes who sent this request. */
    static void note(ServerWebExchange exchange, Caller caller) {
        exchange.getAttributes().put(Caller.class.getName(), caller);
    }

    /** Whether it is known who sent this request. */
    static boolean isKnown(ServerWebExchange exchange) {
        return exchange.getAttribute(Caller.class.getName()) != null;
    }

    /**
     * The person who sent this request.
     *
     * @throws ProblemException 401 where nobody is signed in, 403 for a program
     */
    static PersonToken person(ServerWebExchange exchange) {
        return switch (of(exchange)) {
            case Human human -> human.token();
            case Machine machine ->
                throw new ProblemException(ProblemCode.PERMISSION_DENIED, "This is for people, not for keys");
            case Vouched vouched ->
                throw new ProblemException(ProblemCode.PERMISSION_DENIED, "This is for people who ask themselves");
        };
    }

    /**
     * The admin who sent this request, or in whose name a service behind did.
     *
     * @throws ProblemException 401 where nobody is signed in, 403 for everybody else
     */
    static Actor admin(ServerWebExchange exchange) {
        if (of(exchange).identity() instanceof Identity.Person person
                && person.role().includes(Role.ADMIN)) {
            return actor(exchange);
        }
        throw new ProblemException(ProblemCode.PERMISSION_DENIED, "This needs the role admin");
    }

    /**
     * Who sent this request, or in whose name a service behind did; then the connection does not say where they are.
     *
     * @throws ProblemException 401 where nobody did
     */
    static Actor actor(ServerWebExchange exchange) {
        Caller caller = of(exchange);
        String address = Actor.address(exchange.getRequest().getRemoteAddress());
        return switch (caller) {
            case Human human -> Actor.of(human.identity(), address);
            case Machine machine -> Actor.of(machine.identity(), address);
            case Vouched vouched -> Actor.of(vouched.identity(), null);
        };
    }

    /**
     * Who sent this request.
     *
     * @throws ProblemException 401 where nobody did
     */
    static Caller of(ServerWebExchange exchange) {
        Caller caller = exchange.getAttribute(Caller.class.getName());
        if (caller == null) {
            throw new ProblemException(ProblemCode.UNAUTHENTICATED, "Sign in, or send a key");
        }
        return caller;
    }
}
