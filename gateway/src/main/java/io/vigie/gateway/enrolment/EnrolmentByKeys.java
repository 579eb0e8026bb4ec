package io.vigie.gateway.enrolment;

import io.vigie.gateway.audit.Actor;
import io.vigie.gateway.keys.ApiKeys;
import io.vigie.proto.SourceId;
import java.util.regex.Pattern;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Claims sources by making agent keys. */
@Component
final class EnrolmentByKeys implements AgentEnrolment {

    private static final Pattern PREFIX = Pattern.compile("[0-9A-Za-z]{8}");
    private static final int SHA256_BYTES = 32;
    private static final Actor LOCAL = Actor.system("local");

    private final ApiKeys keys;

    EnrolmentByKeys(ApiKeys keys) {
        this.keys = keys;
    }

    @Override
    public Mono<Outcome> claim(SourceId source, String prefix, byte[] sha256) {
        return claim(source, prefix, sha256, LOCAL);
    }

    /** The same on behalf of somebody. */
    Mono<Outcome> claim(SourceId source, String prefix, byte[] sha256, Actor enrolledBy) {
        if (!PREFIX.matcher(prefix).matches()) {
            throw new IllegalArgumentException("prefix: must be the 8 letters or digits after avl_");
        }
        if (sha256.length != SHA256_BYTES) {
            throw new IllegalArgumentException("sha256: must be " + SHA256_BYTES + " bytes");
        }
        return keys.claim(source, prefix, sha256, enrolledBy).map(claim -> switch (claim.result()) {
            case CLAIMED -> new Outcome.Claimed(claim.keyId());
            case CLAIMED_BY_ANOTHER -> new Outcome.ClaimedByAnother();
            case PREFIX_TAKEN -> new Outcome.PrefixTaken();
        });
    }
}
