package io.vigie.error.storage;

import com.mongodb.MongoBulkWriteException;
import com.mongodb.MongoException;
import com.mongodb.ReadConcern;
import com.mongodb.WriteConcern;
import com.mongodb.reactivestreams.client.FindPublisher;
import com.mongodb.reactivestreams.client.MongoClient;
import com.mongodb.reactivestreams.client.MongoCollection;
import com.mongodb.reactivestreams.client.MongoDatabase;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.bson.Document;
import org.reactivestreams.Publisher;
import org.springframework.data.mongodb.core.convert.DefaultMongoTypeMapper;
import org.springframework.data.mongodb.core.convert.MappingMongoConverter;
import org.springframework.data.mongodb.core.convert.MongoConverter;
import org.springframework.data.mongodb.core.convert.MongoCustomConversions;
import org.springframework.data.mongodb.core.convert.NoOpDbRefResolver;
import org.springframework.data.mongodb.core.mapping.MongoMappingContext;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The database: majority and journalled writes, a time limit on everything, and one exception for all that may pass.
 * Whatever it answers may end with {@link StoreUnavailableException}, which may be tried again; anything else is a refusal that
 * will be repeated.
 */
public final class MongoStore {

    /**
     * Codes by which a healthy server refuses a document for good: BadValue, TypeMismatch, Overflow, InvalidBSON,
     * DollarPrefixedFieldName, DottedFieldName, DocumentValidationFailure, BSONObjectTooLarge, and too large by an update.
     */
    static final Set<Integer> REFUSALS = Set.of(2, 14, 15, 22, 52, 57, 121, 10334, 17419, 17420);

    private final MongoDatabase database;
    private final MongoConverter converter;
    private final Duration timeout;

    /** Of this database. */
    public MongoStore(MongoClient client, String database, Duration timeout) {
        this.database = client.getDatabase(database)
                .withWriteConcern(WriteConcern.MAJORITY.withJournal(true))
                .withReadConcern(ReadConcern.LOCAL);
        this.converter = converter();
        this.timeout = timeout;
    }

    /** Writes no class names: what a document is says its collection. */
    private static MongoConverter converter() {
        MongoCustomConversions conversions = new MongoCustomConversions(List.of());
        MongoMappingContext mapping = new MongoMappingContext();
        mapping.setSimpleTypeHolder(conversions.getSimpleTypeHolder());
        mapping.afterPropertiesSet();
        MappingMongoConverter converter = new MappingMongoConverter(NoOpDbRefResolver.INSTANCE, mapping);
        converter.setCustomConversions(conversions);
        converter.setTypeMapper(new DefaultMongoTypeMapper(null));
        converter.afterPropertiesSet();
        return converter;
    }

    /** Documents of a collection that are compared and set. */
    public <T extends Versioned> MongoDocuments<T> documents(Class<T> type, String collection) {
        return new MongoDocuments<>(this, type, collection(collection));
    }

    /** A collection as the driver has it. */
    public MongoCollection<Document> collection(String name) {
        return database.getCollection(name);
    }

    /** What collections there are. */
    public Flux<String> collectionNames() {
        return all(database.listCollectionNames());
    }

    /** As it is stored. */
    public Document write(Object value) {
        Document document = new Document();
        converter.write(value, document);
        return document;
    }

    /** What a document says. */
    public <T> T read(Class<T> type, Document document) {
        return converter.read(type, document);
    }

    /** What a search finds, within the time limit. */
    public <T> Flux<T> find(Class<T> type, FindPublisher<Document> found) {
        return all(found.maxTime(timeout.toMillis(), TimeUnit.MILLISECONDS)).map(document -> read(type, document));
    }

    /** The outcome of one operation. */
    public <T> Mono<T> one(Publisher<T> operation) {
        return Mono.from(operation).timeout(timeout).onErrorMap(MongoStore::mayPass, MongoStore::unavailable);
    }

    /** Everything that an operation answers, each within the time limit. */
    public <T> Flux<T> all(Publisher<T> operation) {
        return Flux.from(operation).timeout(timeout).onErrorMap(MongoStore::mayPass, MongoStore::unavailable);
    }

    private static StoreUnavailableException unavailable(Throwable cause) {
        return new StoreUnavailableException("MongoDB is not available", cause);
    }

    /** Everything but a refusal: a full disk, a wrong password or a slow answer says nothing of a document. */
    private static boolean mayPass(Throwable failure) {
        return failure instanceof TimeoutException
                || failure instanceof MongoException mongo
                        && !(mongo instanceof MongoBulkWriteException)
                        && !REFUSALS.contains(mongo.getCode());
    }
}
