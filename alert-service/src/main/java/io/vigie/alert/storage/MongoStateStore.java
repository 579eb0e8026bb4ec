package io.vigie.alert.storage;

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
import com.mongodb.client.model.Sorts;
import com.mongodb.client.model.WriteModel;
import com.mongodb.reactivestreams.client.MongoClient;
import com.mongodb.reactivestreams.client.MongoCollection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonInt64;
import org.bson.BsonString;
import org.bson.conversions.Bson;
import org.bson.json.JsonMode;
import org.bson.json.JsonWriterSettings;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** A collection of states as documents: their members beside {@code _id}, {@code rev}, {@code write} and {@code from}. */
public final class MongoStateStore<S> implements StateStore<S> {

    private static final int DUPLICATE_KEY = 11000;

    /**
     * Codes by which a healthy server refuses a document for good: BadValue, TypeMismatch, Overflow, InvalidBSON,
     * DollarPrefixedFieldName, DottedFieldName, DocumentValidationFailure, BSONObjectTooLarge, and too large by an update.
     */
    private static final Set<Integer> REFUSALS = Set.of(2, 14, 15, 22, 52, 57, 121, 10334, 17419, 17420);

    private static final JsonMapper JSON = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();
    private static final JsonWriterSettings PLAIN =
            JsonWriterSettings.builder().outputMode(JsonMode.RELAXED).build();

    private final MongoCollection<BsonDocument> collection;
    private final Class<S> type;
    private final Duration timeout;

    /** Of one collection. */
    public MongoStateStore(MongoClient client, String database, String collection, Class<S> type, Duration timeout) {
        this.collection = client.getDatabase(database)
                .getCollection(collection, BsonDocument.class)
                .withWriteConcern(WriteConcern.MAJORITY.withJournal(true))
                .withReadConcern(ReadConcern.LOCAL);
        this.type = type;
        this.timeout = timeout;
    }

    @Override
    public Flux<Stored<S>> find(Collection<String> ids) {
        return query(Filters.in("_id", ids));
    }

    @Override
    public Flux<Stored<S>> all() {
        return query(new BsonDocument());
    }

    @Override
    public Flux<Stored<S>> ofPartition(int partition) {
        return query(Filters.eq("from.partition", partition));
    }

    @Override
    public Flux<Stored<S>> having(String member, Object value) {
        return query(Filters.eq(member, value));
    }

    @Override
    public Flux<Map.Entry<String, Long>> revisions(String member, Object value) {
        return guarded(Flux.from(collection
                        .find(Filters.eq(member, value))
                        .projection(Projections.include("rev"))
                        .maxTime(timeout.toMillis(), TimeUnit.MILLISECONDS)))
                .map(document -> Map.entry(
                        document.getString("_id").getValue(),
                        document.getNumber("rev").longValue()));
    }

    @Override
    public Flux<Stored<S>> before(@Nullable String id, int limit) {
        Bson below = id == null ? new BsonDocument() : Filters.lt("_id", id);
        return guarded(Flux.from(collection
                        .find(below)
                        .sort(Sorts.descending("_id"))
                        .limit(limit)
                        .maxTime(timeout.toMillis(), TimeUnit.MILLISECONDS)))
                .map(this::read);
    }

    private Flux<Stored<S>> query(Bson filter) {
        return guarded(Flux.from(collection.find(filter).maxTime(timeout.toMillis(), TimeUnit.MILLISECONDS)))
                .map(this::read);
    }

    @Override
    public Mono<Set<String>> replace(List<Stored<S>> documents) {
        if (documents.isEmpty()) {
            return Mono.just(Set.of());
        }
        String write = UUID.randomUUID().toString();
        List<WriteModel<BsonDocument>> writes = new ArrayList<>(documents.size());
        for (Stored<S> document : documents) {
            BsonDocument written = written(document, write);
            writes.add(
                    document.rev() == 1
                            ? new InsertOneModel<>(written)
                            : new ReplaceOneModel<>(
                                    Filters.and(
                                            Filters.eq("_id", document.id()), Filters.eq("rev", document.rev() - 1)),
                                    written));
        }
        return guarded(Flux.from(collection.bulkWrite(writes, new BulkWriteOptions().ordered(false))))
                .single()
                .map(result -> result.getInsertedCount() + result.getMatchedCount() == documents.size())
                .onErrorResume(MongoBulkWriteException.class, MongoStateStore::onlyTaken)
                .flatMap(all -> all ? Mono.just(Set.<String>of()) : refused(documents, write));
    }

    /** Whether all were written: no, where ids are taken; an error where it is anything else. */
    private static Mono<Boolean> onlyTaken(MongoBulkWriteException failure) {
        for (BulkWriteError error : failure.getWriteErrors()) {
            if (error.getCode() != DUPLICATE_KEY) {
                return Mono.error(
                        REFUSALS.contains(error.getCode())
                                ? failure
                                : new StoreUnavailableException("MongoDB can't write now", failure));
            }
        }
        return failure.getWriteConcernError() != null
                ? Mono.error(new StoreUnavailableException("the write is not durable yet", failure))
                : Mono.just(false);
    }

    /** A bulk result does not say which of the documents it found: those that do not bear the mark of this write. */
    private Mono<Set<String>> refused(List<Stored<S>> documents, String write) {
        Set<String> ids = documents.stream().map(Stored::id).collect(Collectors.toSet());
        return guarded(Flux.from(collection.find(Filters.in("_id", ids)).projection(Projections.include("write"))))
                .filter(stored ->
                        stored.getString("write", new BsonString("")).getValue().equals(write))
                .map(stored -> stored.getString("_id").getValue())
                .collectList()
                .map(done -> {
                    ids.removeAll(Set.copyOf(done));
                    return ids;
                });
    }

    @Override
    public Mono<Void> delete(Collection<String> ids) {
        return guarded(Flux.from(collection.deleteMany(Filters.in("_id", ids)))).then();
    }

    private BsonDocument written(Stored<S> document, String write) {
        BsonDocument written = new BsonDocument("_id", new BsonString(document.id()))
                .append("rev", new BsonInt64(document.rev()))
                .append("write", new BsonString(write))
                .append(
                        "from",
                        new BsonDocument("topic", new BsonString(document.from().topicId()))
                                .append(
                                        "partition",
                                        new BsonInt32(document.from().partition()))
                                .append("offset", new BsonInt64(document.from().offset())));
        written.putAll(BsonDocument.parse(JSON.writeValueAsString(document.state())));
        return written;
    }

    private Stored<S> read(BsonDocument document) {
        BsonDocument from = document.getDocument("from");
        Origin origin = new Origin(
                from.getString("topic").getValue(),
                from.getNumber("partition").intValue(),
                from.getNumber("offset").longValue());
        return new Stored<>(
                document.getString("_id").getValue(),
                document.getNumber("rev").longValue(),
                origin,
                JSON.readValue(document.toJson(PLAIN), type));
    }

    private <T> Flux<T> guarded(Flux<T> operation) {
        return operation
                .timeout(timeout)
                .onErrorMap(
                        MongoStateStore::mayPass,
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
