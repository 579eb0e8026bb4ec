package io.vigie.query.writer;

import io.vigie.query.records.MetricsRecord;
import io.vigie.query.sources.SourceProfile;
import io.vigie.query.sources.SourceStore;
import io.vigie.query.sources.StoredSource;
import io.vigie.query.storage.Origin;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** The documents of sources, by id. */
final class SourceDocuments implements Documents<String, StoredSource> {

    private static final int ABOUT_BYTES = 16_000;

    private final SourceStore store;
    private final Origin partition;

    SourceDocuments(SourceStore store, Origin partition) {
        this.store = store;
        this.partition = partition;
    }

    @Override
    public Mono<Map<String, StoredSource>> load(Collection<String> ids) {
        return store.find(ids).collectMap(source -> source.profile().id());
    }

    @Override
    public @Nullable StoredSource apply(String id, @Nullable StoredSource stored, List<MetricsRecord> records) {
        SourceProfile profile = stored == null ? null : stored.profile();
        boolean changed = false;
        for (MetricsRecord record : records) {
            if (stored == null || !stored.from().includes(partition.at(record.offset()))) {
                profile = profile == null ? SourceProfile.first(record) : profile.with(record);
                changed = true;
            }
        }
        return profile == null || !changed
                ? null
                : new StoredSource(
                        profile,
                        stored == null ? 1 : stored.rev() + 1,
                        partition.at(records.getLast().offset()));
    }

    @Override
    public Mono<Set<String>> write(Map<String, StoredSource> states) {
        return store.replace(List.copyOf(states.values()));
    }

    @Override
    public long bytes(StoredSource state) {
        return ABOUT_BYTES;
    }
}
