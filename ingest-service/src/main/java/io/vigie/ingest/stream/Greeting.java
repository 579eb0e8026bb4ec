package io.vigie.ingest.stream;

import io.vigie.ingest.schema.NameRules;
import io.vigie.proto.InvalidFrameException;
import io.vigie.proto.SourceId;
import io.vigie.proto.agent.v1.Hello;
import io.vigie.proto.agent.v1.SourceKind;
import io.vigie.proto.stream.v1.SourceFacts;
import java.time.Duration;
import java.util.Map;

/**
 * A Hello that keeps the rules of {@code agent.proto}.
 *
 * @param epoch the sender's start; at least 1
 */
record Greeting(SourceId source, SourceKind kind, long epoch, SourceFacts facts) {

    private static final int MAX_FACTS = 64;
    private static final int LONGEST_FACT = 512;
    private static final int LONGEST_VERSION = 64;
    private static final long LONGEST_INTERVAL_MS = Duration.ofDays(366).toMillis();

    static Greeting of(Hello hello) throws BreachException {
        try {
            SourceId source = new SourceId(hello.getSource());
            if (hello.getKind() == SourceKind.UNRECOGNIZED) {
                throw new BreachException("hello.kind: 0 to 2 is allowed, it is " + hello.getKindValue());
            }
            if (hello.getEpoch() < 1) {
                throw new BreachException("hello.epoch: at least 1 is needed, it is " + hello.getEpoch());
            }
            NameRules.checkLabels("hello.labels", hello.getLabelsMap());
            checkFacts(hello.getFactsMap());
            NameRules.checkLength("hello.agent_version", hello.getAgentVersion(), LONGEST_VERSION, "bad_version");
            checkInterval("hello.heartbeat_interval_ms", hello.getHeartbeatIntervalMs());
            checkInterval("hello.sample_interval_ms", hello.getSampleIntervalMs());
            return new Greeting(source, hello.getKind(), hello.getEpoch(), factsOf(hello));
        } catch (IllegalArgumentException | InvalidFrameException e) {
            throw new BreachException(qualified(String.valueOf(e.getMessage())));
        }
    }

    private static String qualified(String detail) {
        return detail.startsWith("hello.") ? detail : "hello." + detail;
    }

    private static void checkFacts(Map<String, String> facts) throws BreachException, InvalidFrameException {
        if (facts.size() > MAX_FACTS) {
            throw new BreachException("hello.facts: at most " + MAX_FACTS + " are allowed, there are " + facts.size());
        }
        for (Map.Entry<String, String> fact : facts.entrySet()) {
            NameRules.checkKey("hello.facts", fact.getKey());
            NameRules.checkLength("hello.facts[" + fact.getKey() + "]", fact.getValue(), LONGEST_FACT, "bad_fact");
        }
    }

    private static void checkInterval(String field, long millis) throws BreachException {
        if (millis < 0 || millis > LONGEST_INTERVAL_MS) {
            throw new BreachException(field + ": 0 to " + LONGEST_INTERVAL_MS + " is allowed, it is " + millis);
        }
    }

    private static SourceFacts factsOf(Hello hello) {
        return SourceFacts.newBuilder()
                .putAllLabels(hello.getLabelsMap())
                .putAllFacts(hello.getFactsMap())
                .setAgentVersion(hello.getAgentVersion())
                .setHeartbeatIntervalMs(hello.getHeartbeatIntervalMs())
                .setSampleIntervalMs(hello.getSampleIntervalMs())
                .build();
    }
}
