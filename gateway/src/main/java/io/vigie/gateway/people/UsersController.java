package io.vigie.gateway.people;

import io.vigie.gateway.audit.Actor;
import io.vigie.gateway.caller.Caller;
import io.vigie.kit.identity.Role;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** {@code /api/v1/users}, for admins. */
@RestController
final class UsersController {

    private static final int MOST_CLUBS = 100;
    private static final int LONGEST_CLUB = 128;

    private final People people;

    UsersController(People people) {
        this.people = people;
    }

    @GetMapping("/api/v1/users")
    Mono<List<Shown>> list(ServerWebExchange exchange) {
        Caller.admin(exchange);
        return people.list()
                .sort(Comparator.comparing(Account::id))
                .map(Shown::of)
                .collectList();
    }

    @PostMapping("/api/v1/users")
    @ResponseStatus(HttpStatus.CREATED)
    Mono<Shown> create(@RequestBody Wanted wanted, ServerWebExchange exchange) {
        Actor admin = Caller.admin(exchange);
        String password = SignInController.newPassword("password", wanted.password());
        return people.create(wanted.validUsername(), password, role(wanted.role()), wanted.validClubs(), admin)
                .map(Shown::of);
    }

    @PatchMapping("/api/v1/users/{username}")
    Mono<Shown> change(@PathVariable String username, @RequestBody Change change, ServerWebExchange exchange) {
        Actor admin = Caller.admin(exchange);
        if (Account.idOf(username).equals(Account.idOf(admin.name()))) {
            throw SignInController.invalid("username", "your own role and access are changed by another admin");
        }
        Role role = change.role() == null ? null : role(change.role());
        return people.change(username, role, change.active(), admin).map(Shown::of);
    }

    private static Role role(@Nullable String role) {
        for (Role known : Role.values()) {
            if (known.name().toLowerCase(Locale.ROOT).equals(role)) {
                return known;
            }
        }
        throw SignInController.invalid("role", "must be viewer, operator or admin");
    }

    record Wanted(
            @Nullable String username,
            @Nullable String password,
            @Nullable String role,
            @Nullable List<String> clubs) {

        String validUsername() {
            if (username == null || !Account.isUsername(username)) {
                throw SignInController.invalid(
                        "username", "must be 1 to 64 letters, digits and ._@+-, beginning with a letter or digit");
            }
            return username;
        }

        Set<String> validClubs() {
            List<String> given = clubs == null ? List.of() : clubs;
            if (given.size() > MOST_CLUBS
                    || given.stream()
                            .anyMatch(club -> club == null || club.isBlank() || club.length() > LONGEST_CLUB)) {
                throw SignInController.invalid(
                        "clubs", "must be at most " + MOST_CLUBS + " names of 1 to " + LONGEST_CLUB + " characters");
            }
            return Set.copyOf(given);
        }

        @Override
        public String toString() {
            return "Wanted[" + username + "]";
        }
    }

    record Change(@Nullable String role, @Nullable Boolean active) {}

    record Shown(String username, String role, List<String> clubs, boolean active, Instant createdAt) {

        static Shown of(Account account) {
            return new Shown(
                    account.username(),
                    account.role().name().toLowerCase(Locale.ROOT),
                    List.copyOf(new TreeSet<>(account.clubs())),
                    account.active(),
                    account.createdAt());
        }
    }
}
