package io.vigie.gateway.enrolment;

import io.vigie.gateway.audit.Actor;
import io.vigie.gateway.caller.Credentials;
import io.vigie.gateway.enrolment.AgentEnrolment.Outcome;
import io.vigie.gateway.keys.KeyTable;
import io.vigie.gateway.keys.KeyUses;
import io.vigie.kit.problem.FieldError;
import io.vigie.kit.problem.ProblemCode;
import io.vigie.kit.problem.ProblemException;
import io.vigie.proto.ApiKey;
import io.vigie.proto.SourceId;
import io.vigie.proto.stream.v1.ApiKeyRecord;
import io.vigie.proto.stream.v1.KeyKind;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** {@code POST /api/v1/agents/enrol}, with a fleet key. */
@RestController
final class EnrolmentController {

    private final EnrolmentByKeys enrolment;
    private final KeyTable keys;
    private final KeyUses uses;
    private final EnrolmentThrottle throttle;

    EnrolmentController(EnrolmentByKeys enrolment, KeyTable keys, KeyUses uses, EnrolmentThrottle throttle) {
        this.enrolment = enrolment;
        this.keys = keys;
        this.uses = uses;
        this.throttle = throttle;
    }

    @PostMapping("/api/v1/agents/enrol")
    Mono<Enrolled> enrol(@RequestBody Mono<Wanted> body, ServerWebExchange exchange) {
        return fleetKey(exchange).flatMap(fleet -> body.flatMap(wanted -> claim(wanted, fleet, exchange)));
    }

    private Mono<ApiKeyRecord> fleetKey(ServerWebExchange exchange) {
        return Credentials.of(exchange.getRequest())
                .key()
                .map(this::known)
                .orElseGet(() -> Mono.just(Optional.empty()))
                .map(found -> found.orElseThrow(
                        () -> new ProblemException(ProblemCode.UNAUTHENTICATED, "Send a fleet key: X-API-Key: avl_…")))
                .doOnNext(EnrolmentController::requireFleet)
                .doOnNext(fleet -> uses.used(fleet.getId()));
    }

    private Mono<Optional<ApiKeyRecord>> known(ApiKey key) {
        return keys.find(key);
    }

    private static void requireFleet(ApiKeyRecord key) {
        if (key.getKind() != KeyKind.KEY_KIND_FLEET) {
            throw new ProblemException(ProblemCode.PERMISSION_DENIED, "Only a fleet key enrols agents");
        }
    }

    private Mono<Enrolled> claim(Wanted wanted, ApiKeyRecord fleet, ServerWebExchange exchange) {
        SourceId source = wanted.validSource();
        String prefix = wanted.validPrefix();
        byte[] sha256 = wanted.validSha256();
        throttle.count(fleet.getId());
        Actor actor = new Actor(
                "fleet:" + fleet.getPrefix(),
                "key:" + fleet.getPrefix(),
                Actor.address(exchange.getRequest().getRemoteAddress()));
        return enrolment.claim(source, prefix, sha256, actor).map(outcome -> switch (outcome) {
            case Outcome.Claimed claimed -> new Enrolled(source.value(), prefix);
            case Outcome.ClaimedByAnother another ->
                throw new ProblemException(
                        ProblemCode.ALREADY_EXISTS, "Another key has claimed this source; an admin may release it");
            case Outcome.PrefixTaken taken ->
                throw new ProblemException(ProblemCode.ALREADY_EXISTS, "Another key has this prefix: make a new key");
        });
    }

    /**
     * What an agent sends.
     *
     * @param prefix the 8 characters of its own key
     * @param sha256 of its whole key, in hex
     */
    record Wanted(
            @Nullable String sourceId,
            @Nullable String prefix,
            @Nullable String sha256) {

        SourceId validSource() {
            try {
                return new SourceId(given("sourceId", sourceId));
            } catch (IllegalArgumentException e) {
                throw invalid("sourceId", String.valueOf(e.getMessage()));
            }
        }

        String validPrefix() {
            String given = given("prefix", prefix);
            if (!given.matches("[0-9A-Za-z]{8}")) {
                throw invalid("prefix", "must be the 8 letters or digits after avl_");
            }
            return given;
        }

        byte[] validSha256() {
            String given = given("sha256", sha256);
            if (!given.matches("[0-9a-fA-F]{64}")) {
                throw invalid("sha256", "must be 64 hex digits");
            }
            return HexFormat.of().parseHex(given);
        }

        private static String given(String field, @Nullable String value) {
            if (value == null) {
                throw invalid(field, "must be given");
            }
            return value;
        }

        private static ProblemException invalid(String field, String detail) {
            return new ProblemException("The request is not valid", List.of(new FieldError(field, detail)));
        }
    }

    /** The source belongs to the key with this prefix. */
    record Enrolled(String sourceId, String prefix) {}
}
