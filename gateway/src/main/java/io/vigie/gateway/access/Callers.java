package io.vigie.gateway.access;

import io.vigie.gateway.caller.Caller;
import io.vigie.gateway.caller.Credentials;
import io.vigie.gateway.caller.Endings;
import io.vigie.gateway.keys.KeyTable;
import io.vigie.gateway.keys.KeyUses;
import io.vigie.gateway.revocation.Revocations;
import io.vigie.gateway.signing.PersonToken;
import io.vigie.gateway.signing.Tokens;
import io.vigie.kit.identity.Identity;
import io.vigie.kit.problem.ProblemCode;
import io.vigie.kit.problem.ProblemException;
import io.vigie.proto.ApiKey;
import io.vigie.proto.stream.v1.ApiKeyRecord;
import io.vigie.proto.stream.v1.KeyKind;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Finds out who a credential belongs to. */
@Component
final class Callers {

    private final Tokens tokens;
    private final Revocations revocations;
    private final KeyTable keys;
    private final KeyUses uses;
    private final Endings endings;
    private final InstantSource clock;

    Callers(
            Tokens tokens,
            Revocations revocations,
            KeyTable keys,
            KeyUses uses,
            Endings endings,
            java.time.Clock clock) {
        this.tokens = tokens;
        this.revocations = revocations;
        this.keys = keys;
        this.uses = uses;
        this.endings = endings;
        this.clock = clock;
    }

    /** Who shows these credentials; an error with 401 where nobody known does, with 503 while that can't be said. */
    Mono<Caller> of(Credentials credentials) {
        if (credentials.token().isPresent()) {
            return Mono.fromSupplier(() -> human(credentials.token().get()));
        }
        return credentials.key().map(this::machine).orElseGet(() -> Mono.error(unknown()));
    }

    private Caller human(String text) {
        PersonToken token = tokens.read(text).orElseThrow(Callers::unknown);
        if (revocations.isRevoked(token)) {
            throw unknown();
        }
        return new Caller.Human(token);
    }

    private Mono<Caller> machine(ApiKey key) {
        return keys.find(key).map(found -> machine(found));
    }

    private Caller machine(Optional<ApiKeyRecord> found) {
        ApiKeyRecord key = found.orElseThrow(Callers::unknown);
        if (key.getKind() != KeyKind.KEY_KIND_SERVICE) {
            throw new ProblemException(ProblemCode.PERMISSION_DENIED, "This kind of key is not for this");
        }
        uses.used(key.getId());
        return new Caller.Machine(
                key.getId(), new Identity.Program(key.getPrefix(), key.getService(), Set.copyOf(key.getScopesList())));
    }

    /** Notes the use of a key that goes on to a service unread. */
    void noteUse(Credentials credentials) {
        credentials.key().flatMap(keys::lookUp).ifPresent(key -> uses.used(key.getId()));
    }

    /** Completes when the caller is no longer let in. */
    Mono<Void> endOf(Caller caller) {
        return switch (caller) {
            case Caller.Human human -> {
                PersonToken token = human.token();
                Duration rest = Duration.between(clock.instant(), token.expiresAt());
                yield Mono.firstWithSignal(
                        endings.of(Revocations.names(token), token.issuedAt(), () -> revocations.isRevoked(token)),
                        Mono.delay(rest).then());
            }
            case Caller.Vouched vouched -> Mono.never();
            case Caller.Machine machine -> {
                String prefix = machine.program().prefix();
                yield endings.of(Set.of(KeyTable.name(prefix)), Instant.EPOCH, () -> !keys.isLetIn(prefix));
            }
        };
    }

    static ProblemException unknown() {
        return new ProblemException(ProblemCode.UNAUTHENTICATED, "Sign in, or send a key that is let in");
    }
}
