package io.vigie.query.keys;

import io.vigie.query.owner.Asker;
import io.vigie.query.owner.Owner;
import io.vigie.query.owner.Question;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.ContextValue;
import org.springframework.graphql.data.method.annotation.MutationMapping;
import org.springframework.graphql.data.method.annotation.QueryMapping;
import org.springframework.http.HttpMethod;
import org.springframework.stereotype.Controller;
import reactor.core.publisher.Mono;

/** Keys of services. The gateway says who may. */
@Controller
final class KeyController {

    private static final String KEYS = "/internal/v1/keys";
    private static final String ONE = KEYS + "/{id}";

    private final Owner gateway;

    KeyController(Owner gateway) {
        this.gateway = gateway;
    }

    /** What a key is for. */
    public enum KeyScope {
        ERRORS,
        METRICS,
        READ
    }

    /** A key without its secret. */
    public record ApiKey(
            String id,
            String name,
            String service,
            List<KeyScope> scopes,
            String prefix,
            boolean active,
            String createdBy,
            Instant createdAt,
            @Nullable Instant lastUsedAt) {}

    /** A key that has just been made. */
    public record CreatedApiKey(ApiKey apiKey, String key) {

        /** Without the secret. */
        @Override
        public String toString() {
            return "CreatedApiKey[" + apiKey.prefix() + "]";
        }
    }

    /** A key as the gateway shows it; those of agents and of the fleet belong to no service. */
    record Shown(
            String id,
            String name,
            @Nullable String service,
            List<KeyScope> scopes,
            String prefix,
            boolean active,
            String createdBy,
            Instant createdAt,
            @Nullable Instant lastUsedAt,
            @Nullable String key) {

        ApiKey apiKey() {
            return new ApiKey(
                    id,
                    name,
                    Objects.requireNonNullElse(service, ""),
                    scopes,
                    prefix,
                    active,
                    createdBy,
                    createdAt,
                    lastUsedAt);
        }

        CreatedApiKey created() {
            return new CreatedApiKey(apiKey(), Objects.requireNonNullElse(key, ""));
        }

        @Override
        public String toString() {
            return "Shown[" + prefix + "]";
        }
    }

    @QueryMapping
    Mono<List<ApiKey>> apiKeys(@ContextValue(Asker.CONTEXT) Asker asker) {
        return gateway.ask(asker, Question.get(KEYS), Shown[].class)
                .map(keys -> Arrays.stream(keys)
                        .filter(key -> key.service() != null)
                        .map(Shown::apiKey)
                        .toList());
    }

    @MutationMapping
    Mono<CreatedApiKey> createApiKey(
            @Argument String name,
            @Argument String service,
            @Argument List<KeyScope> scopes,
            @ContextValue(Asker.CONTEXT) Asker asker) {
        List<String> words = scopes.stream()
                .map(scope -> scope.name().toLowerCase(Locale.ROOT))
                .toList();
        return gateway.ask(
                        asker,
                        Question.of(HttpMethod.POST, KEYS)
                                .body(Map.of("name", name, "service", service, "scopes", words)),
                        Shown.class)
                .map(Shown::created);
    }

    @MutationMapping
    Mono<ApiKey> setApiKeyActive(
            @Argument String id, @Argument boolean active, @ContextValue(Asker.CONTEXT) Asker asker) {
        Question change = Question.of(HttpMethod.PATCH, ONE, id).body(Map.of("active", active));
        return gateway.ask(asker, change, Shown.class).map(Shown::apiKey);
    }

    @MutationMapping
    Mono<CreatedApiKey> renewApiKey(@Argument String id, @ContextValue(Asker.CONTEXT) Asker asker) {
        return gateway.ask(asker, Question.of(HttpMethod.POST, ONE + "/renew", id), Shown.class)
                .map(Shown::created);
    }

    @MutationMapping
    Mono<Boolean> deleteApiKey(@Argument String id, @ContextValue(Asker.CONTEXT) Asker asker) {
        return gateway.tell(asker, Question.of(HttpMethod.DELETE, ONE, id)).thenReturn(true);
    }
}
