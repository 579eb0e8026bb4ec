package io.vigie.query.storage;

import com.mongodb.MongoBulkWriteException;
import com.mongodb.MongoException;
import com.mongodb.ReadConcern;
import com.mongodb.WriteConcern;
import com.mongodb.bulk.BulkWriteError;
import com.mongodb.client.model.BulkWriteOptions;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.InsertOneModel;
import com.mongodb.client.model.Projections;
import com.mongodb.client.model.ReplaceOneModel;
import com.mongodb.client.model.WriteModel;
import com.mongodb.reactivestreams.client.FindPublisher;
import com.mongodb.reactivestreams.client.MongoClient;
import com.mongodb.reactivestreams.client.MongoCollection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonInt64;
import org.bson.BsonString;
import org.bson.conversions.Bson;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Documents that are compared and set by their field {@code rev}, and carry in {@code from} up to where in Kafka they are.
 * Uses operations on {@code _id} alone, single-document writes alone, majority and journal.
 */
public final class MongoDocuments {

    private static final int DUPLICATE_KEY = 11000;

    /**
     * Codes by which a healthy server refuses a document for good: BadValue, TypeMismatch, Overflow, InvalidBSON,
     * DollarPrefixedFieldName, DottedFieldName, DocumentValidationFailure, BSONObjectTooLarge, and too large by an update.
     */
    private static final Set<Integer> REFUSALS = Set.of(2, 14, 15, 22, 52, 57, 121, 10334, 17419, 17420);

    private final MongoCollection<BsonDocument> collection;
    private final Duration timeout;

    /** Of one collection. */
    public MongoDocuments(MongoClient client, String database, String collection, Duration timeout) {
        this.collection = client.getDatabase(database)
                .getCollection(collection, BsonDocument.class)
                .withWriteConcern(WriteConcern.MAJORITY.withJournal(true))
                .withReadConcern(ReadConcern.LOCAL);
        this.timeout = timeout;
    }

    /** The documents of these ids that exist, of the fields named alone (of all when none is). */
    public Flux<BsonDocument> find(Collection<String> ids, String... fields) {
        FindPublisher<BsonDocument> found =
                collection.find(Filters.in("_id", ids)).maxTime(timeout.toMillis(), TimeUnit.MILLISECONDS);
        return guarded(Flux.from(fields.length == 0 ? found : found.projection(Projections.include(fields))));
    }

    /** Every document, of the fields named alone (of all when none is). */
    public Flux<BsonDocument> all(String... fields) {
        return guarded(Flux.from(
                fields.length == 0 ? collection.find() : collection.find().projection(Projections.include(fields))));
    }

    /** Writes each document whose stored one is exactly one revision behind; returns the ids of those refused. */
    public Mono<Set<String>> replace(List<BsonDocument> documents) {
        List<WriteModel<BsonDocument>> writes = new ArrayList<>(documents.size());
        for (BsonDocument document : documents) {
            writes.add(
                    isNew(document)
                            ? new InsertOneModel<>(document)
                            : new ReplaceOneModel<>(before(document), document));
        }
        if (writes.isEmpty()) {
            return Mono.just(Set.of());
        }
        long replaced = documents.stream().filter(document -> !isNew(document)).count();
        return guarded(Flux.from(collection.bulkWrite(writes, new BulkWriteOptions().ordered(false))))
                .single()
                .map(result -> new Outcome(result.getMatchedCount(), Set.of()))
                .onErrorResume(MongoBulkWriteException.class, failure -> outcome(documents, failure))
                .flatMap(outcome -> outcome.matched() == replaced
                        ? Mono.just(outcome.refused())
                        : refused(documents).map(refused -> union(refused, outcome.refused())));
    }

    private record Outcome(int matched, Set<String> refused) {}

    private static Mono<Outcome> outcome(List<BsonDocument> documents, MongoBulkWriteException failure) {
        Set<String> refused = new HashSet<>();
        for (BulkWriteError error : failure.getWriteErrors()) {
            if (error.getCode() != DUPLICATE_KEY) {
                return Mono.error(
                        REFUSALS.contains(error.getCode())
                                ? failure
                                : new StoreUnavailableException("MongoDB can't write now", failure));
            }
            refused.add(id(documents.get(error.getIndex())));
        }
        return failure.getWriteConcernError() != null
                ? Mono.error(new StoreUnavailableException("the write is not durable yet", failure))
                : Mono.just(new Outcome(failure.getWriteResult().getMatchedCount(), refused));
    }

    /** A bulk result does not say which of the documents it found: those whose stored revision is not the one written. */
    private Mono<Set<String>> refused(List<BsonDocument> documents) {
        Map<String, BsonDocument> written = new HashMap<>();
        documents.forEach(document -> written.put(id(document), document));
        return guarded(Flux.from(collection
                        .find(Filters.in("_id", written.keySet()))
                        .projection(Projections.include("rev", "from"))))
                .filter(stored -> isSame(stored, written.get(id(stored))))
                .map(MongoDocuments::id)
                .collectList()
                .map(done -> {
                    Set<String> refused = new HashSet<>(written.keySet());
                    done.forEach(refused::remove);
                    return refused;
                });
    }

    private static boolean isSame(BsonDocument stored, @org.jspecify.annotations.Nullable BsonDocument written) {
        return written != null && rev(stored) == rev(written) && from(stored).equals(from(written));
    }

    /** Deletes the documents of these ids; returns how many there were. */
    public Mono<Long> delete(Collection<String> ids) {
        return guarded(Flux.from(collection.deleteMany(Filters.in("_id", ids))))
                .single()
                .map(result -> result.getDeletedCount());
    }

    /** The fields {@code rev} and {@code from}. */
    public static BsonDocument guard(String id, long rev, Origin from) {
        return new BsonDocument("_id", new BsonString(id))
                .append("rev", new BsonInt64(rev))
                .append(
                        "from",
                        new BsonDocument("topic", new BsonString(from.topicId()))
                                .append("partition", new BsonInt32(from.partition()))
                                .append("offset", new BsonInt64(from.offset())));
    }

    /** The document's {@code _id}. */
    public static String id(BsonDocument document) {
        return document.getString("_id").getValue();
    }

    /** The document's revision. */
    public static long rev(BsonDocument document) {
        return document.getNumber("rev").longValue();
    }

    /** Up to where in Kafka the document is. */
    public static Origin from(BsonDocument document) {
        BsonDocument from = document.getDocument("from");
        return new Origin(
                from.getString("topic").getValue(),
                from.getNumber("partition").intValue(),
                from.getNumber("offset").longValue());
    }

    private static boolean isNew(BsonDocument document) {
        return rev(document) == 1;
    }

    private static Bson before(BsonDocument document) {
        return Filters.and(Filters.eq("_id", id(document)), Filters.eq("rev", rev(document) - 1));
    }

    private static Set<String> union(Set<String> left, Set<String> right) {
        Set<String> union = new HashSet<>(left);
        union.addAll(right);
        return union;
    }

    private <T> Flux<T> guarded(Flux<T> operation) {
        return operation
                .timeout(timeout)
                .onErrorMap(
                        MongoDocuments::mayPass,
                        failure -> new StoreUnavailableException("MongoDB is not available", failure));
    }

    /** Everything but a refusal: a full disk, a wrong password or a slow answer says nothing of a document. */
    static boolean mayPass(Throwable failure) {
        return failure instanceof TimeoutException
                || failure instanceof MongoException mongo
                        && !(mongo instanceof MongoBulkWriteException)
                        && !REFUSALS.contains(mongo.getCode());
    }
}
