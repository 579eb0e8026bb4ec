package io.vigie.gateway.enrolment;

import io.vigie.proto.ApiKey;
import io.vigie.proto.SourceId;
import reactor.core.publisher.Mono;

/**
 * Binds a key that an agent made for itself to its source: from then on that key may write the source, and no other may.
 *
 * <p>A bean of the gateway: its REST endpoint calls it for agents that show a fleet key, the launcher for the local agent.
 */
public interface AgentEnrolment {

    /**
     * Claims a source. The same again is the same answer; of two that claim a source at once one gets it.
     *
     * @param prefix the 8 characters that look the key up ({@link ApiKey#prefix()})
     * @param sha256 of the whole key ({@link ApiKey#sha256()}), 32 bytes
     * @return the outcome, once it is durable and, unless Kafka is away, published; an error where MongoDB is away: try again
     * @throws IllegalArgumentException where prefix or hash do not have their form
     */
    Mono<Outcome> claim(SourceId source, String prefix, byte[] sha256);

    /** The same for an agent in this process, whose key is at hand. */
    default Mono<Outcome> claim(SourceId source, ApiKey key) {
        return claim(source, key.prefix(), key.sha256());
    }

    /** How a claim ended. */
    sealed interface Outcome {

        /** The source belongs to this key, now or already before. */
        record Claimed(String keyId) implements Outcome {}

        /** The source belongs to another key until an admin releases it. */
        record ClaimedByAnother() implements Outcome {}

        /** The 8 characters are taken by another key: make a new key and try again. */
        record PrefixTaken() implements Outcome {}
    }
}
