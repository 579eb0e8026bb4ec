package io.vigie.gateway.keys;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.vigie.gateway.audit.Actor;
import io.vigie.gateway.caller.Caller;
import io.vigie.gateway.keys.StoredKey.Kind;
import io.vigie.kit.problem.FieldError;
import io.vigie.kit.problem.ProblemException;
import io.vigie.proto.SourceId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** {@code /api/v1/keys}, for admins; and {@code /internal/v1/keys}, for the services behind that ask in their name. */
@RestController
final class KeysController {

    static final Set<String> SCOPES = Set.of("errors", "metrics", "read");
    private static final int LONGEST_NAME = 100;

    private final ApiKeys keys;

    KeysController(ApiKeys keys) {
        this.keys = keys;
    }

    @PostMapping({"/api/v1/keys", "/internal/v1/keys"})
    @ResponseStatus(HttpStatus.CREATED)
    Mono<Shown> create(@RequestBody Wanted wanted, ServerWebExchange exchange) {
        Actor admin = Caller.admin(exchange);
        Kind kind = wanted.validKind();
        return keys.create(kind, wanted.validName(), wanted.validService(kind), wanted.validScopes(kind), admin)
                .map(made -> Shown.of(made.key(), made.secret().reveal()));
    }

    @GetMapping({"/api/v1/keys", "/internal/v1/keys"})
    Mono<List<Shown>> list(ServerWebExchange exchange) {
        Caller.admin(exchange);
        return keys.list()
                .sort(Comparator.comparing(StoredKey::createdAt).thenComparing(StoredKey::id))
                .map(key -> Shown.of(key, null))
                .collectList();
    }

    @PatchMapping({"/api/v1/keys/{id}", "/internal/v1/keys/{id}"})
    Mono<Shown> change(@PathVariable String id, @RequestBody Change change, ServerWebExchange exchange) {
        Actor admin = Caller.admin(exchange);
        return keys.setActive(id, change.validActive(), admin).map(key -> Shown.of(key, null));
    }

    @PostMapping({"/api/v1/keys/{id}/renew", "/internal/v1/keys/{id}/renew"})
    Mono<Shown> renew(@PathVariable String id, ServerWebExchange exchange) {
        Actor admin = Caller.admin(exchange);
        return keys.renew(id, admin)
                .map(made -> Shown.of(made.key(), made.secret().reveal()));
    }

    @DeleteMapping({"/api/v1/keys/{id}", "/internal/v1/keys/{id}"})
    @ResponseStatus(HttpStatus.NO_CONTENT)
    Mono<Void> delete(@PathVariable String id, ServerWebExchange exchange) {
        Actor admin = Caller.admin(exchange);
        return keys.delete(id, admin).then();
    }

    /** Another agent may now claim the source. */
    @DeleteMapping("/api/v1/agents/{source}/key")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    Mono<Void> release(@PathVariable String source, ServerWebExchange exchange) {
        Actor admin = Caller.admin(exchange);
        try {
            return keys.release(new SourceId(source), admin).then();
        } catch (IllegalArgumentException e) {
            throw invalid("source", String.valueOf(e.getMessage()));
        }
    }

    private static ProblemException invalid(String field, String detail) {
        return new ProblemException("The request is not valid", List.of(new FieldError(field, detail)));
    }

    /** What an admin sends. */
    record Wanted(
            @Nullable String name,
            @Nullable String service,
            @Nullable List<String> scopes,
            @Nullable String kind) {

        Kind validKind() {
            return switch (kind == null ? "service" : kind) {
                case "service" -> Kind.SERVICE;
                case "fleet" -> Kind.FLEET;
                default -> throw invalid("kind", "must be service or fleet");
            };
        }

        String validName() {
            return text("name", name);
        }

        @Nullable
        String validService(Kind kind) {
            return kind == Kind.SERVICE ? text("service", service) : null;
        }

        Set<String> validScopes(Kind kind) {
            List<String> given = scopes == null ? List.of() : scopes;
            if (kind == Kind.FLEET && !given.isEmpty()) {
                throw invalid("scopes", "a fleet key has none");
            }
            if (kind == Kind.SERVICE
                    && (given.isEmpty()
                            || !given.stream().allMatch(scope -> scope != null && SCOPES.contains(scope)))) {
                throw invalid("scopes", "must be one or more of " + new TreeSet<>(SCOPES));
            }
            return Set.copyOf(given);
        }

        private static String text(String field, @Nullable String value) {
            String text = value == null ? "" : value.strip();
            if (text.isEmpty() || text.length() > LONGEST_NAME || text.chars().anyMatch(Character::isISOControl)) {
                throw invalid(
                        field, "must have 1 to " + LONGEST_NAME + " characters, none of them a control character");
            }
            return text;
        }
    }

    /** What an admin changes. */
    record Change(@Nullable Boolean active) {

        boolean validActive() {
            if (active == null) {
                throw invalid("active", "must be true or false");
            }
            return active;
        }
    }

    /**
     * A key as it is shown.
     *
     * @param source of an agent's key
     * @param key the whole key, only right after it was made
     */
    record Shown(
            String id,
            String kind,
            String name,
            @Nullable String service,
            List<String> scopes,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            String source,

            String prefix,
            boolean active,
            String createdBy,
            Instant createdAt,
            @Nullable Instant lastUsedAt,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            String key) {

        static Shown of(StoredKey key, @Nullable String secret) {
            List<String> scopes = new ArrayList<>(new TreeSet<>(key.scopes()));
            return new Shown(
                    key.id(),
                    key.kind().name().toLowerCase(Locale.ROOT),
                    key.name(),
                    key.service(),
                    scopes,
                    key.source(),
                    key.prefix(),
                    key.active(),
                    key.createdBy(),
                    key.createdAt(),
                    key.lastUsedAt(),
                    secret);
        }
    }
}
