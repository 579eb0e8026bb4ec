package io.vigie.gateway.people;

import io.vigie.gateway.caller.Caller;
import io.vigie.gateway.caller.Credentials;
import io.vigie.gateway.door.TlsSettings;
import io.vigie.gateway.people.LoginThrottle.Attempt;
import io.vigie.gateway.signing.PersonToken;
import io.vigie.gateway.signing.Tokens;
import io.vigie.kit.identity.Identity;
import io.vigie.kit.problem.FieldError;
import io.vigie.kit.problem.ProblemException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseCookie;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** {@code /auth}: signing in and out, who one is, and the own password. */
@RestController
final class SignInController {

    private static final int LONGEST = 256;
    static final int SHORTEST_PASSWORD = 10;

    private final People people;
    private final boolean tls;

    SignInController(People people, TlsSettings tls) {
        this.people = people;
        this.tls = tls.isOn();
    }

    @PostMapping("/auth/login")
    Mono<SignedIn> signIn(@RequestBody Login login, ServerWebExchange exchange) {
        String username = given("username", login.username());
        String password = given("password", login.password());
        return people.signIn(password, attempt(username, exchange)).map(signed -> signedIn(signed, exchange));
    }

    @PostMapping("/auth/logout")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    Mono<Void> signOut(ServerWebExchange exchange) {
        PersonToken token = Caller.person(exchange);
        return people.signOut(token, Caller.actor(exchange))
                .then(Mono.fromRunnable(() -> exchange.getResponse()
                        .addCookie(cookie("").maxAge(Duration.ZERO).build())));
    }

    @GetMapping("/auth/me")
    Mono<Me> me(ServerWebExchange exchange) {
        PersonToken token = Caller.person(exchange);
        return Mono.just(
                new Me(User.of(token.person()), List.copyOf(token.person().clubs()), token.expiresAt()));
    }

    @PostMapping("/auth/password")
    Mono<SignedIn> changePassword(@RequestBody PasswordChange change, ServerWebExchange exchange) {
        PersonToken token = Caller.person(exchange);
        String current = given("currentPassword", change.currentPassword());
        String next = newPassword("newPassword", change.newPassword());
        return people.changePassword(
                        token, current, next, attempt(token.person().username(), exchange))
                .map(signed -> signedIn(signed, exchange));
    }

    private SignedIn signedIn(Tokens.Signed signed, ServerWebExchange exchange) {
        exchange.getResponse()
                .addCookie(cookie(signed.text()).maxAge(Tokens.PERSON_LIFETIME).build());
        PersonToken token = signed.token();
        return new SignedIn(signed.text(), token.expiresAt(), User.of(token.person()));
    }

    private ResponseCookie.ResponseCookieBuilder cookie(String value) {
        return ResponseCookie.from(Credentials.COOKIE, value)
                .httpOnly(true)
                .sameSite("Strict")
                .secure(tls)
                .path("/");
    }

    private static Attempt attempt(String username, ServerWebExchange exchange) {
        return Attempt.of(Account.idOf(username), exchange.getRequest().getRemoteAddress());
    }

    private static String given(String field, @Nullable String value) {
        if (value == null || value.isEmpty() || value.length() > LONGEST) {
            throw invalid(field, "must have 1 to " + LONGEST + " characters");
        }
        return value;
    }

    /** A password that may be set. */
    static String newPassword(String field, @Nullable String value) {
        String password = given(field, value);
        if (password.codePointCount(0, password.length()) < SHORTEST_PASSWORD) {
            throw invalid(field, "must have at least " + SHORTEST_PASSWORD + " characters");
        }
        return password;
    }

    static ProblemException invalid(String field, String detail) {
        return new ProblemException("The request is not valid", List.of(new FieldError(field, detail)));
    }

    record Login(@Nullable String username, @Nullable String password) {

        @Override
        public String toString() {
            return "Login[" + username + "]";
        }
    }

    record PasswordChange(
            @Nullable String currentPassword, @Nullable String newPassword) {

        @Override
        public String toString() {
            return "PasswordChange[]";
        }
    }

    record SignedIn(String token, Instant expiresAt, User user) {}

    record Me(User user, List<String> clubs, Instant expiresAt) {}

    record User(String username, String role) {

        static User of(Identity.Person person) {
            return new User(person.username(), person.role().name().toLowerCase(Locale.ROOT));
        }
    }
}
