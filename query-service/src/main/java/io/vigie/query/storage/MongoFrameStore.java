package io.vigie.query.storage;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.bson.BsonBinary;
import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The collection {@code frames}. */
public final class MongoFrameStore implements FrameStore {

    private final MongoDocuments documents;

    /** In this collection. */
    public MongoFrameStore(MongoDocuments documents) {
        this.documents = documents;
    }

    @Override
    public Flux<StoredHour> find(Collection<HourKey> keys) {
        Map<String, HourKey> byId = byId(keys);
        return documents.find(byId.keySet()).mapNotNull(document -> {
            HourKey key = byId.get(MongoDocuments.id(document));
            return key == null ? null : stored(key, document);
        });
    }

    @Override
    public Mono<Set<HourKey>> replace(List<StoredHour> hours) {
        Map<String, HourKey> byId = new HashMap<>();
        List<BsonDocument> written = new ArrayList<>();
        for (StoredHour hour : hours) {
            byId.put(hour.key().id(), hour.key());
            written.add(document(hour));
        }
        return documents
                .replace(written)
                .map(refused -> byId.entrySet().stream()
                        .filter(entry -> refused.contains(entry.getKey()))
                        .map(Map.Entry::getValue)
                        .collect(Collectors.toSet()));
    }

    /** Further parts go first: as long as the first one is there, they are found again. */
    @Override
    public Mono<Long> delete(Collection<HourKey> keys) {
        if (keys.isEmpty()) {
            return Mono.just(0L);
        }
        Map<String, HourKey> byId = byId(keys);
        return documents
                .find(byId.keySet(), "next")
                .collectList()
                .flatMap(found -> found.isEmpty() ? Mono.just(0L) : delete(found, byId));
    }

    private Mono<Long> delete(List<BsonDocument> found, Map<String, HourKey> byId) {
        List<HourKey> next = found.stream()
                .filter(document -> document.containsKey("next"))
                .map(document -> byId.get(MongoDocuments.id(document)))
                .filter(Objects::nonNull)
                .map(HourKey::next)
                .toList();
        List<String> ids = found.stream().map(MongoDocuments::id).toList();
        return delete(next).flatMap(further -> documents.delete(ids).map(deleted -> deleted + further));
    }

    private static Map<String, HourKey> byId(Collection<HourKey> keys) {
        Map<String, HourKey> byId = new HashMap<>();
        keys.forEach(key -> byId.put(key.id(), key));
        return byId;
    }

    private static BsonDocument document(StoredHour hour) {
        BsonDocument document = MongoDocuments.guard(hour.key().id(), hour.rev(), hour.from())
                .append("frame", new BsonBinary(hour.frame()));
        return hour.hasNext() ? document.append("next", BsonBoolean.TRUE) : document;
    }

    private static StoredHour stored(HourKey key, BsonDocument document) {
        return new StoredHour(
                key,
                MongoDocuments.rev(document),
                MongoDocuments.from(document),
                document.getBinary("frame").getData(),
                document.containsKey("next"));
    }
}
