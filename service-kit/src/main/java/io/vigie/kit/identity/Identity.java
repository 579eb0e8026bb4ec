package io.vigie.kit.identity;

import java.util.Optional;
import java.util.Set;

/** Who asks, as the gateway vouches for it. */
public sealed interface Identity {

    /** Who, for the audit trail: {@code user:admin} or {@code key:abcdEFGH}. */
    String subject();

    /** Whether sources of this club may be seen; a source without a club is seen by those without a limit. */
    boolean maySee(Optional<String> club);

    /**
     * A person.
     *
     * @param clubs the clubs that may be seen; empty: all
     */
    record Person(String username, Role role, Set<String> clubs) implements Identity {

        /** Copies what may change. */
        public Person {
            clubs = Set.copyOf(clubs);
        }

        @Override
        public String subject() {
            return "user:" + username;
        }

        @Override
        public boolean maySee(Optional<String> club) {
            return clubs.isEmpty() || club.filter(clubs::contains).isPresent();
        }
    }

    /**
     * A program with a service key.
     *
     * @param prefix the key's 8 characters
     * @param service the service that it belongs to
     * @param scopes {@code errors}, {@code metrics}, {@code read}
     */
    record Program(String prefix, String service, Set<String> scopes) implements Identity {

        /** Copies what may change. */
        public Program {
            scopes = Set.copyOf(scopes);
        }

        @Override
        public String subject() {
            return "key:" + prefix;
        }

        @Override
        public boolean maySee(Optional<String> club) {
            return scopes.contains("read");
        }
    }
}
