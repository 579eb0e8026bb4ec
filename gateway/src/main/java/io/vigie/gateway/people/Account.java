package io.vigie.gateway.people;

import io.vigie.kit.identity.Identity;
import io.vigie.kit.identity.Role;
import java.text.Normalizer;
import java.time.Instant;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A person's account as it is stored.
 *
 * @param id the username without regard to case and form: there are no two that look alike in this
 * @param userId stays for ever, and is in every token
 * @param passwordHash Argon2id, in the PHC form
 * @param clubs that may be seen; empty: all
 * @param version grows with each change
 */
record Account(
        String id,
        String userId,
        String username,
        String passwordHash,
        Role role,
        Set<String> clubs,
        boolean active,
        long version,
        Instant createdAt) {

    private static final Pattern USERNAME = Pattern.compile("[\\p{L}\\p{N}][\\p{L}\\p{N}._@+-]{0,63}");

    Account {
        clubs = Set.copyOf(clubs);
    }

    /** Whether people may be called this. */
    static boolean isUsername(String username) {
        return USERNAME.matcher(username).matches();
    }

    static String idOf(String username) {
        return Normalizer.normalize(username, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT);
    }

    Identity.Person person() {
        return new Identity.Person(username, role, clubs);
    }

    Account withPassword(String hash) {
        return new Account(id, userId, username, hash, role, clubs, active, version + 1, createdAt);
    }

    Account with(Role newRole, boolean nowActive) {
        return new Account(id, userId, username, passwordHash, newRole, clubs, nowActive, version + 1, createdAt);
    }

    /** Without the hash. */
    @Override
    public String toString() {
        return "Account[" + username + ", " + role + ", active=" + active + "]";
    }
}
