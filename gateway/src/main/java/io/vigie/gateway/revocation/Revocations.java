package io.vigie.gateway.revocation;

import io.vigie.gateway.audit.AuditEvent;
import io.vigie.gateway.caller.Endings;
import io.vigie.gateway.reference.ReferencePublisher;
import io.vigie.gateway.signing.PersonToken;
import io.vigie.gateway.signing.Tokens;
import io.vigie.kit.problem.ProblemCode;
import io.vigie.kit.problem.ProblemException;
import io.vigie.messaging.ReferenceTable;
import io.vigie.proto.stream.v1.RevocationRecord;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import reactor.core.publisher.Mono;

/** Which tokens are no longer let in: written down, told to every gateway, and what they opened is closed. */
public final class Revocations {

    private static final int TRIES = 5;

    private final MongoRevocations store;
    private final ReferencePublisher publisher;
    private final ReferenceTable<RevocationRecord> topic;
    private final Endings endings;

    /** By id, the moment before which tokens must be issued to be refused; as many as the topic has records. */
    private final Map<String, Instant> issuedBefore = new ConcurrentHashMap<>();

    Revocations(
            MongoRevocations store,
            ReferencePublisher publisher,
            ReferenceTable<RevocationRecord> topic,
            Endings endings) {
        this.store = store;
        this.publisher = publisher;
        this.topic = topic;
        this.endings = endings;
        topic.onChange(this::follow);
    }

    private void follow(String id, Optional<RevocationRecord> record) {
        record.ifPresentOrElse(
                known -> apply(id, Instant.ofEpochMilli(known.getIssuedBefore())), () -> issuedBefore.remove(id));
    }

    private void apply(String id, Instant before) {
        Instant known = issuedBefore.merge(id, before, (one, other) -> one.isAfter(other) ? one : other);
        endings.end(id, known);
    }

    /** This one token is refused from now on, everywhere, and the audit trail is told of it. */
    public Mono<Void> revoke(PersonToken token, AuditEvent event) {
        return revoke(tokenName(token), token.issuedAt().plusMillis(1), token.expiresAt(), List.of(event));
    }

    /** Every token of this account that was issued before this moment is refused from now on, everywhere. */
    public Mono<Void> revokeAll(String userId, Instant issuedBefore) {
        Instant before = issuedBefore.truncatedTo(ChronoUnit.MILLIS);
        return revoke(userName(userId), before, before.plus(Tokens.PERSON_LIFETIME), List.of());
    }

    private Mono<Void> revoke(String id, Instant before, Instant expiresAt, List<AuditEvent> events) {
        return write(id, before, expiresAt, events, TRIES)
                .doOnNext(revocation -> apply(id, revocation.issuedBefore()))
                .flatMap(revocation -> publisher.publishSoon(revocation.toReference()));
    }

    private Mono<StoredRevocation> write(
            String id, Instant before, Instant expiresAt, List<AuditEvent> events, int tries) {
        if (tries == 0) {
            return Mono.error(new ProblemException(ProblemCode.UNAVAILABLE, "Others do the same at this moment"));
        }
        return store.find(id)
                .flatMap(known -> extend(known, known.extendedTo(before, expiresAt, events)))
                .switchIfEmpty(Mono.defer(() -> insert(
                        new StoredRevocation(id, Math.max(1, before.toEpochMilli()), before, expiresAt, events))))
                .switchIfEmpty(Mono.defer(() -> write(id, before, expiresAt, events, tries - 1)));
    }

    private Mono<StoredRevocation> extend(StoredRevocation known, StoredRevocation next) {
        return store.replace(known.version(), next).filter(replaced -> replaced).map(replaced -> next);
    }

    private Mono<StoredRevocation> insert(StoredRevocation revocation) {
        return store.insert(revocation).filter(inserted -> inserted).map(inserted -> revocation);
    }

    /**
     * Whether a token is refused.
     *
     * @throws ProblemException 503 until the revocations have been read once
     */
    public boolean isRevoked(PersonToken token) {
        if (!topic.isComplete()) {
            throw new ProblemException(ProblemCode.UNAVAILABLE, "The gateway does not know yet who has signed out");
        }
        return isBefore(token, tokenName(token)) || isBefore(token, userName(token.userId()));
    }

    private boolean isBefore(PersonToken token, String id) {
        Instant before = issuedBefore.get(id);
        return before != null && token.issuedAt().isBefore(before);
    }

    /** The names under which {@link Endings} says that this token has ended. */
    public static Set<String> names(PersonToken token) {
        return Set.of(tokenName(token), userName(token.userId()));
    }

    private static String tokenName(PersonToken token) {
        return "token:" + token.id();
    }

    private static String userName(String userId) {
        return "user:" + userId;
    }
}
