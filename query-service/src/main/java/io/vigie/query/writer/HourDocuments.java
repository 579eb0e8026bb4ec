package io.vigie.query.writer;

import io.vigie.query.records.MetricsRecord;
import io.vigie.query.storage.FrameStore;
import io.vigie.query.storage.HourKey;
import io.vigie.query.storage.Origin;
import io.vigie.query.storage.StoredHour;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The documents of hours, by the key of their first part. */
final class HourDocuments implements Documents<HourKey, Hour> {

    private final FrameStore store;
    private final Origin partition;

    HourDocuments(FrameStore store, Origin partition) {
        this.store = store;
        this.partition = partition;
    }

    @Override
    public Mono<Map<HourKey, Hour>> load(Collection<HourKey> keys) {
        return withNextParts(keys).collectList().map(found -> {
            Map<HourKey, List<StoredHour>> parts = new HashMap<>();
            found.forEach(part -> parts.computeIfAbsent(first(part.key()), key -> new ArrayList<>())
                    .add(part));
            Map<HourKey, Hour> hours = new HashMap<>();
            parts.forEach((key, list) -> hours.put(key, Hour.stored(list)));
            return hours;
        });
    }

    private Flux<StoredHour> withNextParts(Collection<HourKey> keys) {
        return store.find(keys).collectList().flatMapMany(found -> {
            List<HourKey> next = found.stream()
                    .filter(StoredHour::hasNext)
                    .map(part -> part.key().next())
                    .toList();
            Flux<StoredHour> these = Flux.fromIterable(found);
            return next.isEmpty() ? these : these.concatWith(withNextParts(next));
        });
    }

    private static HourKey first(HourKey key) {
        return new HourKey(key.source(), key.hour(), 1);
    }

    @Override
    public @Nullable Hour apply(HourKey key, @Nullable Hour stored, List<MetricsRecord> records) {
        HourMerge merge = new HourMerge(key, stored == null ? List.of() : stored.parts(), partition);
        records.forEach(merge::add);
        return merge.result();
    }

    /** Part by part, the first first: a part is written only when all before it are, so that a replay finds where it was. */
    @Override
    public Mono<Set<HourKey>> write(Map<HourKey, Hour> states) {
        return writeRound(states, 0, new HashSet<>());
    }

    private Mono<Set<HourKey>> writeRound(Map<HourKey, Hour> states, int round, Set<HourKey> refused) {
        List<StoredHour> parts = new ArrayList<>();
        states.forEach((key, hour) -> {
            if (hour.changed().size() > round && !refused.contains(key)) {
                parts.add(hour.changed().get(round));
            }
        });
        if (parts.isEmpty()) {
            return Mono.just(refused);
        }
        return store.replace(parts).flatMap(now -> {
            now.forEach(part -> refused.add(first(part)));
            return writeRound(states, round + 1, refused);
        });
    }

    @Override
    public long bytes(Hour state) {
        return state.bytes();
    }
}
