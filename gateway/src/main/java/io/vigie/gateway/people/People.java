package io.vigie.gateway.people;

import io.vigie.gateway.audit.Actor;
import io.vigie.gateway.audit.AuditEvent;
import io.vigie.gateway.audit.AuditTrail;
import io.vigie.gateway.people.LoginThrottle.Attempt;
import io.vigie.gateway.revocation.Revocations;
import io.vigie.gateway.signing.PersonToken;
import io.vigie.gateway.signing.Tokens;
import io.vigie.kit.identity.Role;
import io.vigie.kit.problem.ProblemCode;
import io.vigie.kit.problem.ProblemException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Signs people in and out, and keeps their accounts. What the audit trail has to be told is stored with each change; that somebody signed
 * in, or failed to, is stored nowhere.
 */
public final class People {

    private static final int TRIES = 5;
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final MongoAccounts accounts;
    private final Passwords passwords;
    private final LoginThrottle throttle;
    private final Tokens tokens;
    private final Revocations revocations;
    private final AuditTrail trail;
    private final InstantSource clock;

    People(
            MongoAccounts accounts,
            Passwords passwords,
            LoginThrottle throttle,
            Tokens tokens,
            Revocations revocations,
            AuditTrail trail,
            InstantSource clock) {
        this.accounts = accounts;
        this.passwords = passwords;
        this.throttle = throttle;
        this.tokens = tokens;
        this.revocations = revocations;
        this.trail = trail;
        this.clock = clock;
    }

    /** A token for whoever knows the password; the same error after the same time whether the account is known or not. */
    Mono<Tokens.Signed> signIn(String password, Attempt attempt) {
        return throttle.check(attempt)
                .then(Mono.defer(() -> accounts.find(attempt.account())))
                .flatMap(account -> check(account, password))
                .switchIfEmpty(
                        Mono.defer(() -> passwords.matchesNobody(password).thenReturn(Checked.NOBODY)))
                .flatMap(checked -> admit(checked, attempt, "sign-in-failed"))
                .flatMap(account -> tokenOf(account)
                        .flatMap(token -> mention(account, "signed-in", attempt).thenReturn(token)));
    }

    /** To an account that is switched off no password belongs; it takes the same time. */
    private Mono<Checked> check(Account account, String password) {
        Mono<Boolean> matching = account.active()
                ? passwords.matches(password, account.passwordHash())
                : passwords.matchesNobody(password).thenReturn(false);
        return matching.map(matches -> new Checked(account, matches));
    }

    /** Of somebody who shows, or does not show, to be whom the account belongs to. */
    private Mono<Void> mention(Account account, String action, Attempt attempt) {
        Actor actor = Actor.of(account.person(), attempt.client());
        return trail.mention(account.event(actor, action, Map.of(), clock.instant()));
    }

    /**
     * A token, if the account is still as it was when the password was checked. The token is made first: whoever changes the
     * account after it was looked at here ends this token too.
     */
    private Mono<Tokens.Signed> tokenOf(Account account) {
        Tokens.Signed token = tokens.issue(account.userId(), account.person());
        return accounts.find(account.id())
                .filter(present -> present.active() && present.version() == account.version())
                .map(present -> token)
                .switchIfEmpty(Mono.error(People::wrong));
    }

    /**
     * Asks the throttle once more: of many attempts at once no more than ten may fail either. The audit trail hears of the first failure
     * of an account within a minute, and never of names that nobody has: guesses must not fill it, nor passwords typed as names.
     */
    private Mono<Account> admit(Checked checked, Attempt attempt, String refusal) {
        Account account = checked.account();
        return checked.matches() && account != null
                ? throttle.check(attempt).thenReturn(account)
                : throttle.failed(attempt)
                        .flatMap(first -> first ? Mono.justOrEmpty(account) : Mono.empty())
                        .flatMap(known -> mention(known, refusal, attempt))
                        .then(Mono.error(wrong()));
    }

    /** Ends this token. */
    Mono<Void> signOut(PersonToken token, Actor actor) {
        String username = token.person().username();
        return revocations.revoke(
                token, AuditEvent.of(actor, "signed-out", Account.KIND, username, Map.of(), clock.instant()));
    }

    /** Ends every token of the account, and is one for whoever changed the password. */
    Mono<Tokens.Signed> changePassword(PersonToken token, String current, String next, Attempt attempt) {
        return throttle.check(attempt)
                .then(Mono.defer(() -> account(attempt.account())))
                .filter(Account::active)
                .switchIfEmpty(Mono.error(People::wrong))
                .flatMap(account -> check(account, current))
                .flatMap(checked -> admit(checked, attempt, "password-refused"))
                .then(Mono.defer(() -> passwords.hash(next)))
                .flatMap(hash -> change(
                        attempt.account(),
                        account -> account.withPassword(hash)
                                .noting(
                                        Actor.of(token.person(), attempt.client()),
                                        "password-changed",
                                        Map.of(),
                                        clock.instant())))
                .flatMap(this::tokenOf);
    }

    Flux<Account> list() {
        return accounts.list();
    }

    /** A new account; an error with 409 where there is one of this name. */
    Mono<Account> create(String username, String password, Role role, Set<String> clubs, Actor actor) {
        return passwords
                .hash(password)
                .map(hash -> new Account(
                        Account.idOf(username),
                        UUID.randomUUID().toString(),
                        username,
                        hash,
                        role,
                        clubs,
                        true,
                        1,
                        clock.instant(),
                        null,
                        List.of()))
                .map(account -> account.noting(actor, "created", audited(account), clock.instant()))
                .flatMap(account -> accounts.insert(account)
                        .flatMap(inserted -> inserted
                                ? tellSoon(account).thenReturn(account)
                                : Mono.error(new ProblemException(
                                        ProblemCode.ALREADY_EXISTS, "There is an account of this name"))));
    }

    private static Map<String, Object> audited(Account account) {
        Map<String, Object> changes = changes(account.role(), account.active());
        changes.put("clubs", new TreeSet<>(account.clubs()));
        return changes;
    }

    private static Map<String, Object> changes(@Nullable Role role, @Nullable Boolean active) {
        Map<String, Object> changes = new LinkedHashMap<>();
        if (role != null) {
            changes.put("role", role.name().toLowerCase(Locale.ROOT));
        }
        if (active != null) {
            changes.put("active", active);
        }
        return changes;
    }

    /** Sets role and whether the account is let in; its tokens end. */
    Mono<Account> change(String username, @Nullable Role role, @Nullable Boolean active, Actor actor) {
        return change(
                Account.idOf(username),
                account -> account.with(
                                role == null ? account.role() : role, active == null ? account.active() : active)
                        .noting(actor, "changed", changes(role, active), clock.instant()));
    }

    /** An account with this password and role that is let in, made now or changed to that; its tokens end. */
    public Mono<Void> createOrReset(String username, String password, Role role, Actor actor) {
        return accounts.find(Account.idOf(username))
                .flatMap(account -> passwords
                        .hash(password)
                        .flatMap(hash -> change(
                                account.id(),
                                known -> known.reset(hash, role)
                                        .noting(actor, "password-reset", changes(role, true), clock.instant()))))
                .switchIfEmpty(Mono.defer(() -> create(username, password, role, Set.of(), actor)))
                .then();
    }

    private Mono<Account> account(String id) {
        return accounts.find(id)
                .switchIfEmpty(
                        Mono.error(() -> new ProblemException(ProblemCode.NOT_FOUND, "There is no such account")));
    }

    /**
     * Ends what changes have left to end, then tells what they have left to tell: the process that made them died in between, or could not
     * reach MongoDB or Kafka.
     */
    Mono<Void> finishChanges() {
        return accounts.unfinished()
                .collectList()
                .flatMap(unfinished -> Flux.fromIterable(unfinished)
                        .filter(account -> account.endsTokens() != null)
                        .concatMapDelayError(this::endTokensOfChanged)
                        .concatWith(Flux.fromIterable(unfinished).concatMapDelayError(this::tell))
                        .then());
    }

    private Mono<Void> tell(Account account) {
        return account.outbox().isEmpty()
                ? Mono.empty()
                : trail.tell(account.outbox()).then(Mono.defer(() -> accounts.told(account)));
    }

    /** What fails is left to {@link #finishChanges}. */
    private Mono<Void> tellSoon(Account account) {
        return tell(account).timeout(PATIENCE).onErrorComplete();
    }

    /**
     * The moment is taken after the change was seen, and used if the change is still unfinished then: whoever made it issues no
     * token before it is finished, so that none of the tokens issued after the change ends with those before it.
     */
    private Mono<Void> endTokensOfChanged(Account seen) {
        Instant now = clock.instant();
        return accounts.find(seen.id())
                .filter(account -> Objects.equals(account.endsTokens(), seen.endsTokens()))
                .flatMap(account -> revocations.revokeAll(account.userId(), now).then(accounts.tokensEnded(account)));
    }

    /** Changes the account, ends its tokens, and tells the audit trail. */
    private Mono<Account> change(String id, UnaryOperator<Account> how) {
        return change(id, how, TRIES)
                .flatMap(account -> revocations
                        .revokeAll(account.userId(), clock.instant())
                        .then(accounts.tokensEnded(account))
                        .then(tellSoon(account))
                        .thenReturn(account));
    }

    private Mono<Account> change(String id, UnaryOperator<Account> how, int tries) {
        if (tries == 0) {
            return Mono.error(
                    new ProblemException(ProblemCode.UNAVAILABLE, "Others change this account at the same time"));
        }
        return account(id)
                .map(how)
                .flatMap(next -> accounts.replace(next)
                        .flatMap(replaced -> replaced ? Mono.just(next) : change(id, how, tries - 1)));
    }

    private static ProblemException wrong() {
        return new ProblemException(ProblemCode.UNAUTHENTICATED, "Username or password is wrong");
    }

    /** An account, if there is one, and whether it is let in with that password. */
    private record Checked(@Nullable Account account, boolean matches) {

        static final Checked NOBODY = new Checked(null, false);
    }
}
