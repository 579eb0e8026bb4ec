package io.vigie.query.writer;

import io.vigie.query.records.MetricsRecord;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * One kind of document that records change.
 *
 * @param <K> its key
 * @param <D> its stored state, immutable
 */
interface Documents<K, D> {

    /** The stored states of these keys; those that do not exist are left out. */
    Mono<Map<K, D>> load(Collection<K> keys);

    /**
     * The next state; null where the stored one holds all these records already.
     *
     * @param records in the order of offsets
     */
    @Nullable
    D apply(K key, @Nullable D stored, List<MetricsRecord> records);

    /** Writes states that {@link #apply} made; returns the keys of those that somebody else changed meanwhile. */
    Mono<Set<K>> write(Map<K, D> states);

    /** About how much memory a state takes. */
    long bytes(D state);
}
