package io.vigie.gateway.keys;

import io.vigie.gateway.audit.Actor;
import io.vigie.gateway.audit.AuditEvent;
import io.vigie.gateway.keys.StoredKey.Kind;
import io.vigie.gateway.reference.ReferencePublisher;
import io.vigie.kit.problem.ProblemCode;
import io.vigie.kit.problem.ProblemException;
import io.vigie.proto.ApiKey;
import io.vigie.proto.SourceId;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Makes and changes keys. Each change is durable in MongoDB, together with what the audit trail has to be told of it, and published as
 * soon as Kafka takes it.
 */
public final class ApiKeys {

    private static final int TRIES = 5;
    private static final String AGENT = "agent:";

    private final MongoApiKeys store;
    private final ReferencePublisher publisher;
    private final InstantSource clock;
    private final SecureRandom random = new SecureRandom();

    ApiKeys(MongoApiKeys store, ReferencePublisher publisher, InstantSource clock) {
        this.store = store;
        this.publisher = publisher;
        this.clock = clock;
    }

    /** A key that is not deleted, agents' included. */
    Flux<StoredKey> list() {
        return store.list().filter(key -> !key.deleted());
    }

    /** A new key and its secret. */
    Mono<Made> create(Kind kind, String name, @Nullable String service, Set<String> scopes, Actor actor) {
        return create(UUID.randomUUID().toString(), kind, name, service, scopes, actor);
    }

    private Mono<Made> create(
            String id, Kind kind, String name, @Nullable String service, Set<String> scopes, Actor actor) {
        return freshSecret(id).flatMap(secret -> {
            Instant now = clock.instant();
            StoredKey made = new StoredKey(
                    id,
                    StoredKey.versionAfter(0, now),
                    kind,
                    name,
                    secret.prefix(),
                    secret.sha256(),
                    service,
                    scopes,
                    null,
                    true,
                    false,
                    actor.name(),
                    now,
                    null,
                    List.of());
            StoredKey key = made.noting(actor, "created", made.audited(), now);
            return store.insert(key)
                    .then(publisher.publishSoon(key.toReference()))
                    .thenReturn(new Made(key, secret));
        });
    }

    /** A service key under a given id, and its secret. */
    public Mono<ApiKey> createService(String id, String name, String service, Set<String> scopes, Actor actor) {
        return create(id, Kind.SERVICE, name, service, scopes, actor).map(Made::secret);
    }

    /** Deletes a key that may never have been made. */
    public Mono<Void> deleteIfPresent(String id, Actor actor) {
        return store.find(id)
                .filter(key -> !key.deleted())
                .flatMap(key -> delete(id, actor))
                .then();
    }

    Mono<StoredKey> setActive(String id, boolean active, Actor actor) {
        return change(
                id,
                (key, now) -> key.withActive(active, now)
                        .noting(actor, active ? "enabled" : "disabled", Map.of("active", active), now));
    }

    /** A new secret; the old one is refused from now on. */
    Mono<Made> renew(String id, Actor actor) {
        return freshSecret(id)
                .flatMap(secret -> change(
                                id,
                                (key, now) -> key.withSecret(secret.prefix(), secret.sha256(), now)
                                        .noting(actor, "renewed", Map.of("prefix", secret.prefix()), now))
                        .map(key -> new Made(key, secret)));
    }

    Mono<StoredKey> delete(String id, Actor actor) {
        return change(id, (key, now) -> key.asDeleted(now).noting(actor, "deleted", Map.of(), now));
    }

    /** Gives a source free for another key. */
    Mono<StoredKey> release(SourceId source, Actor actor) {
        return change(
                AGENT + source,
                (key, now) -> key.asDeleted(now).noting(actor, "released", Map.of("source", source.value()), now));
    }

    /** Binds an agent's own key to its source. */
    public Mono<Claim> claim(SourceId source, String prefix, byte[] sha256, Actor actor) {
        Instant now = clock.instant();
        StoredKey key = new StoredKey(
                AGENT + source,
                StoredKey.versionAfter(0, now),
                Kind.AGENT,
                source.value(),
                prefix,
                sha256,
                null,
                Set.of(),
                source.value(),
                true,
                false,
                actor.name(),
                now,
                null,
                List.of());
        return claim(key.noting(actor, "enrolled", key.audited(), now), TRIES);
    }

    private Mono<Claim> claim(StoredKey key, int tries) {
        if (tries == 0) {
            return Mono.error(new ProblemException(ProblemCode.UNAVAILABLE, "Others change this key at the same time"));
        }
        return store.find(key.id())
                .flatMap(present -> present.deleted() ? claimReleased(key, present, tries) : claimAgain(key, present))
                .switchIfEmpty(Mono.defer(() -> claimNew(key, tries)));
    }

    private Mono<Claim> claimNew(StoredKey key, int tries) {
        return withPrefix(
                key, () -> store.insert(key).flatMap(inserted -> inserted ? claimed(key) : claim(key, tries - 1)));
    }

    /** Only for a claim that may succeed: a prefix is taken for ever. */
    private Mono<Claim> withPrefix(StoredKey key, Supplier<Mono<Claim>> claim) {
        return store.reservePrefix(key.prefix(), key.id())
                .flatMap(
                        reserved -> reserved ? claim.get() : Mono.just(new Claim(Claim.Result.PREFIX_TAKEN, key.id())));
    }

    private Mono<Claim> claimAgain(StoredKey key, StoredKey present) {
        boolean same = present.prefix().equals(key.prefix()) && MessageDigest.isEqual(present.sha256(), key.sha256());
        return Mono.just(new Claim(same ? Claim.Result.CLAIMED : Claim.Result.CLAIMED_BY_ANOTHER, key.id()));
    }

    private Mono<Claim> claimReleased(StoredKey key, StoredKey released, int tries) {
        StoredKey next = new StoredKey(
                key.id(),
                StoredKey.versionAfter(released.version(), clock.instant()),
                key.kind(),
                key.name(),
                key.prefix(),
                key.sha256(),
                null,
                Set.of(),
                key.source(),
                true,
                false,
                key.createdBy(),
                key.createdAt(),
                null,
                joined(released.outbox(), key.outbox()));
        return withPrefix(
                key,
                () -> store.replace(released.version(), next)
                        .flatMap(replaced -> replaced ? claimed(next) : claim(key, tries - 1)));
    }

    /** Should the audit trail still not know of the release, it hears of it first. */
    private static List<AuditEvent> joined(List<AuditEvent> before, List<AuditEvent> now) {
        return Stream.concat(before.stream(), now.stream()).toList();
    }

    private Mono<Claim> claimed(StoredKey key) {
        return publisher.publishSoon(key.toReference()).thenReturn(new Claim(Claim.Result.CLAIMED, key.id()));
    }

    private Mono<ApiKey> freshSecret(String id) {
        ApiKey secret = ApiKey.generate(random);
        return store.reservePrefix(secret.prefix(), id).flatMap(free -> free ? Mono.just(secret) : freshSecret(id));
    }

    private Mono<StoredKey> change(String id, BiFunction<StoredKey, Instant, StoredKey> how) {
        return change(id, how, TRIES);
    }

    private Mono<StoredKey> change(String id, BiFunction<StoredKey, Instant, StoredKey> how, int tries) {
        if (tries == 0) {
            return Mono.error(new ProblemException(ProblemCode.UNAVAILABLE, "Others change this key at the same time"));
        }
        return store.find(id)
                .filter(key -> !key.deleted())
                .switchIfEmpty(Mono.error(() -> new ProblemException(ProblemCode.NOT_FOUND, "There is no such key")))
                .flatMap(before -> replace(before, how.apply(before, clock.instant())))
                .switchIfEmpty(Mono.defer(() -> change(id, how, tries - 1)));
    }

    /** Empty where another change came in between. */
    private Mono<StoredKey> replace(StoredKey before, StoredKey next) {
        return store.replace(before.version(), next)
                .filter(replaced -> replaced)
                .flatMap(replaced -> publisher.publishSoon(next.toReference()).thenReturn(next));
    }

    /** A key and its secret, which is shown once. */
    record Made(StoredKey key, ApiKey secret) {}

    /** How a claim ended. */
    public record Claim(Result result, String keyId) {

        /** In one word. */
        public enum Result {
            CLAIMED,
            CLAIMED_BY_ANOTHER,
            PREFIX_TAKEN
        }
    }
}
