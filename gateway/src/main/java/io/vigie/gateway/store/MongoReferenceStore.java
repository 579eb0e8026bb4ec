package io.vigie.gateway.store;

import io.vigie.gateway.reference.ReferenceDocument;
import io.vigie.gateway.reference.ReferenceRecord;
import io.vigie.gateway.reference.ReferenceStore;
import org.springframework.data.mongodb.core.ReactiveMongoOperations;
import org.springframework.data.mongodb.core.query.Criteria;
import org.springframework.data.mongodb.core.query.Query;
import org.springframework.data.mongodb.core.query.Update;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * A collection of such documents: every change is announced first, and compared and set by its version. Announcements are a small
 * collection beside it, nearly always empty, so that asking again and again costs nothing whatever the store's indexes.
 */
public class MongoReferenceStore<D extends ReferenceDocument> implements ReferenceStore {

    private final ReactiveMongoOperations mongo;
    private final Class<D> type;
    private final String collection;
    private final String announcements;

    /** The collection of this name, and its announcements beside it. */
    protected MongoReferenceStore(ReactiveMongoOperations mongo, Class<D> type, String collection) {
        this.mongo = mongo;
        this.type = type;
        this.collection = collection;
        this.announcements = collection + "_unpublished";
    }

    /** The document as it is now. */
    public final Mono<D> find(String id) {
        return MongoCalls.limited(mongo.findById(id, type, collection));
    }

    /** Every document. */
    public final Flux<D> list() {
        return MongoCalls.limited(mongo.findAll(type, collection));
    }

    /** Whether the id was free. */
    public final Mono<Boolean> insert(D document) {
        return announce(document).then(MongoCalls.inserted(mongo.insert(document, collection)));
    }

    /** Whether the document still was the version before. */
    public final Mono<Boolean> replace(long versionBefore, D document) {
        Query before = Query.query(
                Criteria.where("_id").is(document.id()).and("version").is(versionBefore));
        return announce(document)
                .then(MongoCalls.limited(mongo.replace(before, document, collection)))
                .map(result -> result.getMatchedCount() == 1);
    }

    /** Should this process die before it has published the document, the next one looks at it. */
    private Mono<Void> announce(D document) {
        Announced announced = new Announced(id(document.id(), document.version()), document.id(), document.version());
        return MongoCalls.inserted(mongo.insert(announced, announcements)).then();
    }

    @Override
    public final Mono<ReferenceRecord> current(String key) {
        return find(key).map(ReferenceDocument::toReference);
    }

    @Override
    public final Flux<ReferenceRecord> all() {
        return list().map(ReferenceDocument::toReference);
    }

    @Override
    public final Flux<Announcement> unpublished() {
        return MongoCalls.limited(mongo.findAll(Announced.class, announcements))
                .map(announced -> new Announcement(announced.key(), announced.version()));
    }

    @Override
    public final Mono<Void> told(String key, long version) {
        Query same = Query.query(Criteria.where("_id").is(key).and("version").is(version));
        return MongoCalls.limited(mongo.updateFirst(same, new Update().unset("outbox"), collection))
                .then();
    }

    @Override
    public final Mono<Void> forget(Announcement announcement) {
        Query same = Query.query(Criteria.where("_id").is(id(announcement.key(), announcement.version())));
        return MongoCalls.limited(mongo.remove(same, Announced.class, announcements))
                .then();
    }

    private static String id(String key, long version) {
        return key + "@" + version;
    }

    private record Announced(String id, String key, long version) {}
}
