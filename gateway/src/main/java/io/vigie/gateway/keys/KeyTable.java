package io.vigie.gateway.keys;

import io.vigie.gateway.caller.Endings;
import io.vigie.kit.problem.ProblemCode;
import io.vigie.kit.problem.ProblemException;
import io.vigie.messaging.ReferenceTable;
import io.vigie.proto.ApiKey;
import io.vigie.proto.stream.v1.ApiKeyRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import reactor.core.publisher.Mono;

/** Looks keys up in memory, as their topic says. A lower version of a key changes nothing. */
public final class KeyTable {

    private static final Duration TRY_AGAIN = Duration.ofSeconds(2);

    private final ReferenceTable<ApiKeyRecord> topic;
    private final Endings endings;
    private final Map<String, ApiKeyRecord> byId = new ConcurrentHashMap<>();
    private final Map<String, String> idByPrefix = new ConcurrentHashMap<>();

    KeyTable(ReferenceTable<ApiKeyRecord> topic, Endings endings) {
        this.topic = topic;
        this.endings = endings;
        topic.onChange((id, record) -> record.ifPresent(this::apply));
    }

    /** What a key no longer is, is known before it is said. */
    private synchronized void apply(ApiKeyRecord record) {
        ApiKeyRecord before = byId.get(record.getId());
        if (before != null && before.getVersion() >= record.getVersion()) {
            return;
        }
        idByPrefix.put(record.getPrefix(), record.getId());
        byId.put(record.getId(), record);
        if (before != null && !before.getPrefix().equals(record.getPrefix())) {
            idByPrefix.remove(before.getPrefix());
            endings.end(name(before.getPrefix()), Instant.MAX);
        }
        if (!record.getActive() || record.getDeleted()) {
            endings.end(name(record.getPrefix()), Instant.MAX);
        }
    }

    /** The name under which {@link Endings} says that a key has ended. */
    public static String name(String prefix) {
        return "key:" + prefix;
    }

    /**
     * The record of a key that is let in; empty for one that is unknown, switched off or deleted. Nobody is called unknown
     * before the topic has been read to its present end.
     *
     * @return an error with 503 while that can't be done
     */
    public Mono<Optional<ApiKeyRecord>> find(ApiKey key) {
        Optional<ApiKeyRecord> known = lookUp(key);
        if (known.isPresent()) {
            return Mono.just(known);
        }
        return Mono.fromCompletionStage(topic::caughtUp)
                .onErrorMap(error ->
                        ProblemException.retry(ProblemCode.UNAVAILABLE, "The keys can't be read now", TRY_AGAIN))
                .then(Mono.fromSupplier(() -> lookUp(key)));
    }

    /** The same by what is known now, without waiting. */
    public Optional<ApiKeyRecord> lookUp(ApiKey key) {
        return letIn(key.prefix())
                .filter(record -> key.matches(record.getSha256().toByteArray()));
    }

    /** Whether the key that was found under this prefix still is let in, by what is known now. */
    public boolean isLetIn(String prefix) {
        return letIn(prefix).isPresent();
    }

    private Optional<ApiKeyRecord> letIn(String prefix) {
        return Optional.ofNullable(idByPrefix.get(prefix))
                .map(byId::get)
                .filter(record -> record.getPrefix().equals(prefix))
                .filter(record -> record.getActive() && !record.getDeleted());
    }
}
