package io.vigie.gateway.people;

import io.vigie.gateway.audit.Actor;
import io.vigie.gateway.audit.AuditEvent;
import io.vigie.kit.identity.Identity;
import io.vigie.kit.identity.Role;
import java.text.Normalizer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A person's account as it is stored.
 *
 * @param id the username without regard to case and form: there are no two that look alike in this
 * @param userId stays for ever, and is in every token
 * @param passwordHash Argon2id, in the PHC form
 * @param clubs that may be seen; empty: all
 * @param version grows with each change
 * @param endsTokens the version whose change ends all tokens of the account, until they have ended; nearly always null
 * @param outbox what the audit trail has not been told yet
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
        Instant createdAt,
        @Nullable Long endsTokens,
        List<AuditEvent> outbox) {

    /** What the audit trail calls it. */
    static final String KIND = "user";

    private static final Pattern USERNAME = Pattern.compile("[\\p{L}\\p{N}][\\p{L}\\p{N}._@+-]{0,63}");

    Account {
        clubs = Set.copyOf(clubs);
        // MongoDB has none where there is nothing to tell.
        outbox = outbox == null ? List.of() : List.copyOf(outbox);
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
        return changed(hash, role, active);
    }

    Account with(Role newRole, boolean nowActive) {
        return changed(passwordHash, newRole, nowActive);
    }

    /** With another password, and let in with this role whatever it was before. */
    Account reset(String hash, Role newRole) {
        return changed(hash, newRole, true);
    }

    /** Every change ends the tokens: written down together with it, so that it is not forgotten when this process dies. */
    private Account changed(String hash, Role newRole, boolean nowActive) {
        long next = version + 1;
        return new Account(id, userId, username, hash, newRole, clubs, nowActive, next, createdAt, next, outbox);
    }

    /** The same, of which the audit trail has to be told this. */
    Account noting(Actor actor, String action, Map<String, ?> changes, Instant when) {
        List<AuditEvent> events = new ArrayList<>(outbox);
        events.add(event(actor, action, changes, when));
        return new Account(
                id, userId, username, passwordHash, role, clubs, active, version, createdAt, endsTokens, events);
    }

    /** That somebody did something to this account, or with it. */
    AuditEvent event(Actor actor, String action, Map<String, ?> changes, Instant when) {
        return AuditEvent.of(actor, action, KIND, username, changes, when);
    }

    /** Without the hash. */
    @Override
    public String toString() {
        return "Account[" + username + ", " + role + ", active=" + active + "]";
    }
}
