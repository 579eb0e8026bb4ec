package io.vigie.error.storage;

import com.mongodb.MongoBulkWriteException;
import com.mongodb.bulk.BulkWriteError;
import com.mongodb.client.model.BulkWriteOptions;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.InsertOneModel;
import com.mongodb.client.model.ReplaceOneModel;
import com.mongodb.client.model.WriteModel;
import com.mongodb.reactivestreams.client.MongoCollection;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bson.Document;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Documents that are compared and set by their field {@code rev}, by single-document writes alone. */
public final class MongoDocuments<T extends Versioned> implements Documents<T> {

    private static final int DUPLICATE_KEY = 11000;

    private final MongoStore store;
    private final Class<T> type;
    private final MongoCollection<Document> collection;

    MongoDocuments(MongoStore store, Class<T> type, MongoCollection<Document> collection) {
        this.store = store;
        this.type = type;
        this.collection = collection;
    }

    /** The collection, for what is asked in another way. */
    public MongoCollection<Document> collection() {
        return collection;
    }

    @Override
    public Flux<T> find(Collection<String> ids) {
        return ids.isEmpty() ? Flux.empty() : store.find(type, collection.find(Filters.in("_id", ids)));
    }

    @Override
    public Mono<Set<String>> replace(Collection<T> documents) {
        if (documents.isEmpty()) {
            return Mono.just(Set.of());
        }
        Map<String, Document> written = new HashMap<>();
        List<String> order = new ArrayList<>();
        List<WriteModel<Document>> writes = new ArrayList<>();
        int replaced = 0;
        for (T value : documents) {
            Document document = store.write(value);
            written.put(value.id(), document);
            order.add(value.id());
            replaced += value.rev() == 1 ? 0 : 1;
            writes.add(
                    value.rev() == 1
                            ? new InsertOneModel<>(document)
                            : new ReplaceOneModel<>(
                                    Filters.and(Filters.eq("_id", value.id()), Filters.eq("rev", value.rev() - 1)),
                                    document));
        }
        int expected = replaced;
        return bulk(writes, order)
                .flatMap(outcome -> outcome.matched() == expected
                        ? Mono.just(outcome.refused())
                        : different(written).map(different -> union(different, outcome.refused())));
    }

    private record Outcome(int matched, Set<String> refused) {}

    private Mono<Outcome> bulk(List<WriteModel<Document>> writes, List<String> order) {
        return store.one(collection.bulkWrite(writes, new BulkWriteOptions().ordered(false)))
                .map(result -> new Outcome(result.getMatchedCount(), Set.of()))
                .onErrorResume(MongoBulkWriteException.class, failure -> outcome(order, failure));
    }

    private static Mono<Outcome> outcome(List<String> order, MongoBulkWriteException failure) {
        Set<String> refused = new HashSet<>();
        for (BulkWriteError error : failure.getWriteErrors()) {
            if (error.getCode() != DUPLICATE_KEY) {
                return Mono.error(
                        MongoStore.REFUSALS.contains(error.getCode())
                                ? failure
                                : new StoreUnavailableException("MongoDB can't write now", failure));
            }
            refused.add(order.get(error.getIndex()));
        }
        return failure.getWriteConcernError() != null
                ? Mono.error(new StoreUnavailableException("the write is not durable yet", failure))
                : Mono.just(new Outcome(failure.getWriteResult().getMatchedCount(), refused));
    }

    /** A bulk result does not say which of the documents it found: those that are not stored as they were written. */
    private Mono<Set<String>> different(Map<String, Document> written) {
        return store.all(collection.find(Filters.in("_id", written.keySet())))
                .filter(stored -> stored.equals(written.get(stored.getString("_id"))))
                .map(stored -> stored.getString("_id"))
                .collectList()
                .map(same -> {
                    Set<String> different = new HashSet<>(written.keySet());
                    same.forEach(different::remove);
                    return different;
                });
    }

    private static Set<String> union(Set<String> left, Set<String> right) {
        Set<String> union = new HashSet<>(left);
        union.addAll(right);
        return union;
    }

    @Override
    public Mono<Set<String>> insert(Collection<T> documents) {
        if (documents.isEmpty()) {
            return Mono.just(Set.of());
        }
        List<WriteModel<Document>> writes = new ArrayList<>();
        documents.forEach(document -> writes.add(new InsertOneModel<>(store.write(document))));
        return bulk(writes, documents.stream().map(Versioned::id).toList()).map(Outcome::refused);
    }

    @Override
    public Mono<Long> delete(Collection<String> ids) {
        return ids.isEmpty()
                ? Mono.just(0L)
                : store.one(collection.deleteMany(Filters.in("_id", ids))).map(result -> result.getDeletedCount());
    }
}
