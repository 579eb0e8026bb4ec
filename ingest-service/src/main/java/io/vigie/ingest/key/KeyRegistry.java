package io.vigie.ingest.key;

import io.vigie.ingest.key.Access.Denied;
import io.vigie.ingest.key.Access.Granted;
import io.vigie.ingest.key.Access.OtherSource;
import io.vigie.ingest.key.Access.Unauthenticated;
import io.vigie.messaging.Messaging;
import io.vigie.messaging.ReferenceTable;
import io.vigie.messaging.UnavailableException;
import io.vigie.proto.ApiKey;
import io.vigie.proto.SourceId;
import io.vigie.proto.Topic;
import io.vigie.proto.stream.v1.KeyKind;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.context.SmartLifecycle;

/**
 * The API keys of topic {@code vigie.api-keys}. A change reaches it within about a second; an unknown key is only called unknown
 * after the topic has been read to its present end.
 */
public final class KeyRegistry implements SmartLifecycle {

    private static final String UNKNOWN = "the API key is unknown, switched off or deleted";
    private static final Granted GRANTED = new Granted();

    private final ReferenceTable<KnownKey> table;
    /** Ids of keys by their prefix; more than one only by accident. */
    private final Map<String, Set<String>> byPrefix = new ConcurrentHashMap<>();
    /** Ids of agent keys by the source that they claim. */
    private final Map<String, Set<String>> byClaim = new ConcurrentHashMap<>();

    private final Map<String, KnownKey> indexed = new ConcurrentHashMap<>();

    /** Follows the topic. */
    public KeyRegistry(Messaging messaging) {
        table = messaging.follow(Topic.API_KEYS, KnownKey::read);
        table.onChange(this::index);
    }

    private void index(String id, Optional<KnownKey> key) {
        Optional<KnownKey> before = key.map(now -> indexed.put(id, now))
                .or(() -> key.isPresent() ? Optional.empty() : Optional.ofNullable(indexed.remove(id)));
        key.ifPresent(now -> {
            add(byPrefix, now.prefix(), id);
            if (now.claims()) {
                add(byClaim, now.source(), id);
            }
        });
        before.ifPresent(old -> {
            if (key.filter(now -> now.prefix().equals(old.prefix())).isEmpty()) {
                remove(byPrefix, old.prefix(), id);
            }
            if (old.claims()
                    && key.filter(now -> now.claims() && now.source().equals(old.source()))
                            .isEmpty()) {
                remove(byClaim, old.source(), id);
            }
        });
    }

    private static void add(Map<String, Set<String>> index, String name, String id) {
        index.computeIfAbsent(name, absent -> ConcurrentHashMap.newKeySet()).add(id);
    }

    private static void remove(Map<String, Set<String>> index, String name, String id) {
        index.computeIfPresent(name, (present, ids) -> {
            ids.remove(id);
            return ids.isEmpty() ? null : ids;
        });
    }

    /**
     * Looks a key up.
     *
     * @return empty: unknown, switched off or deleted. Fails with {@link UnavailableException} while that can't be known
     */
    public CompletableFuture<Optional<Credential>> authenticate(ApiKey key) {
        if (!table.isComplete()) {
            return CompletableFuture.failedFuture(new UnavailableException(
                    "the API keys are not read yet", new IllegalStateException("incomplete table")));
        }
        Optional<Credential> known = find(key);
        return known.isPresent()
                ? CompletableFuture.completedFuture(known)
                : table.caughtUp().thenApply(read -> find(key));
    }

    private Optional<Credential> find(ApiKey key) {
        return byPrefix.getOrDefault(key.prefix(), Set.of()).stream()
                .flatMap(id -> table.get(id).stream())
                .filter(known -> known.isValid() && known.matches(key))
                .findFirst()
                .map(Credential::new);
    }

    /** Whether the key is still valid at all. */
    public Access check(Credential credential) {
        return valid(credential).isPresent() ? GRANTED : new Unauthenticated(UNKNOWN);
    }

    private Optional<KnownKey> valid(Credential credential) {
        return table.get(credential.keyId()).filter(KnownKey::isValid).filter(credential::isOf);
    }

    /** Whether the key may write this source now. */
    public Access mayWrite(Credential credential, SourceId source) {
        Optional<KnownKey> valid = valid(credential);
        return valid.isEmpty() ? new Unauthenticated(UNKNOWN) : mayWrite(valid.get(), source);
    }

    private Access mayWrite(KnownKey key, SourceId source) {
        return switch (key.kind()) {
            case KEY_KIND_AGENT ->
                key.source().equals(source.value()) ? GRANTED : new OtherSource("this key belongs to another source");
            case KEY_KIND_SERVICE -> {
                if (!key.scopes().contains("metrics")) {
                    yield new Denied("the key has not the scope metrics");
                }
                yield byClaim.containsKey(source.value())
                        ? new OtherSource("an agent key has claimed this source")
                        : GRANTED;
            }
            case KEY_KIND_FLEET -> new Denied("a fleet key enrols agents; it sends nothing itself");
            case KEY_KIND_UNSPECIFIED, UNRECOGNIZED -> new Denied("the key is of a kind that is not known here");
        };
    }

    /** Whether the key may report errors of its service now. */
    public Access mayReport(Credential credential) {
        Optional<KnownKey> valid = valid(credential);
        if (valid.isEmpty()) {
            return new Unauthenticated(UNKNOWN);
        }
        KnownKey key = valid.get();
        if (key.kind() != KeyKind.KEY_KIND_SERVICE || key.service().isEmpty()) {
            return new Denied("only a key of a service reports errors");
        }
        return key.scopes().contains("errors") ? GRANTED : new Denied("the key has not the scope errors");
    }

    /** Calls the listener after each change of a key, when this registry already answers by it. It must not wait. */
    public void onChange(Runnable listener) {
        table.onChange((id, key) -> listener.run());
    }

    /** Whether the keys have been read. */
    public boolean isComplete() {
        return table.isComplete();
    }

    @Override
    public void start() {
        table.start();
    }

    @Override
    public void stop() {
        table.stop();
    }

    @Override
    public boolean isRunning() {
        return table.isRunning();
    }

    @Override
    public int getPhase() {
        return table.getPhase();
    }
}
