package io.vigie.gateway.caller;

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

    /** Notes who sent this request. */
    static void note(ServerWebExchange exchange, Caller caller) {
        exchange.getAttributes().put(Caller.class.getName(), caller);
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
        };
    }

    /**
     * The admin who sent this request.
     *
     * @throws ProblemException 401 where nobody is signed in, 403 for everybody else
     */
    static PersonToken admin(ServerWebExchange exchange) {
        PersonToken person = person(exchange);
        if (!person.person().role().includes(Role.ADMIN)) {
            throw new ProblemException(ProblemCode.PERMISSION_DENIED, "This needs the role admin");
        }
        return person;
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
