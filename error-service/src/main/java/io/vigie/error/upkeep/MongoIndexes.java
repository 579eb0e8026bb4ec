package io.vigie.error.upkeep;

import com.mongodb.client.model.Indexes;
import com.mongodb.reactivestreams.client.MongoCollection;
import io.vigie.error.storage.MongoStore;
import java.util.List;
import java.util.Map;
import org.bson.Document;
import org.bson.conversions.Bson;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Made after the start, and only those that are missing: a server that knows no such index would go through everything for each. */
final class MongoIndexes implements UpkeepJob.Indexes {

    private static final Map<String, List<Bson>> WANTED = Map.of(
            "events",
            List.of(
                    Indexes.descending("createdAt", "_id"),
                    Indexes.descending("service", "createdAt"),
                    Indexes.descending("key", "createdAt"),
                    Indexes.ascending("eventId")),
            "issues",
            List.of(
                    Indexes.descending("totals.lastSeen", "_id"),
                    Indexes.descending("service", "totals.lastSeen"),
                    Indexes.ascending("keys"),
                    Indexes.ascending("unsentSince")),
            "comments",
            List.of(Indexes.ascending("issueId", "at")),
            "sample_days",
            List.of(Indexes.ascending("day")),
            "issue_hours",
            List.of(Indexes.ascending("hour"), Indexes.ascending("service", "hour")),
            "service_hours",
            List.of(Indexes.ascending("hour"), Indexes.ascending("service", "hour")));

    private final MongoStore store;

    MongoIndexes(MongoStore store) {
        this.store = store;
    }

    @Override
    public Mono<Void> ensure() {
        return Flux.fromIterable(WANTED.entrySet())
                .concatMap(wanted -> ensure(store.collection(wanted.getKey()), wanted.getValue()))
                .then();
    }

    private Mono<Void> ensure(MongoCollection<Document> collection, List<Bson> wanted) {
        return store.all(collection.listIndexes())
                .map(index -> index.get("key", Document.class))
                .map(key -> key.toBsonDocument().toJson())
                .collectList()
                .flatMapMany(known -> Flux.fromIterable(wanted)
                        .filter(keys -> !known.contains(keys.toBsonDocument().toJson())))
                .concatMap(keys -> store.one(collection.createIndex(keys)))
                .then();
    }
}
