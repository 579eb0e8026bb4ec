package io.vigie.gateway.revocation;

import io.vigie.gateway.reference.ReferenceRecord;
import io.vigie.gateway.reference.ReferenceStore;
import io.vigie.gateway.store.MongoAnnouncements;
import io.vigie.gateway.store.MongoCalls;
import org.springframework.data.mongodb.core.ReactiveMongoOperations;
import org.springframework.data.mongodb.core.query.Criteria;
import org.springframework.data.mongodb.core.query.Query;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Revocations in MongoDB. */
final class MongoRevocations implements ReferenceStore {

    private static final String REVOCATIONS = "revocations";

    private final ReactiveMongoOperations mongo;
    private final MongoAnnouncements announcements;

    MongoRevocations(ReactiveMongoOperations mongo) {
        this.mongo = mongo;
        this.announcements = new MongoAnnouncements(mongo, REVOCATIONS);
    }

    Mono<StoredRevocation> find(String id) {
        return MongoCalls.limited(mongo.findById(id, StoredRevocation.class, REVOCATIONS));
    }

    Flux<StoredRevocation> list() {
        return MongoCalls.limited(mongo.findAll(StoredRevocation.class, REVOCATIONS));
    }

    /** Whether the id was free. */
    Mono<Boolean> insert(StoredRevocation revocation) {
        return announcements
                .announce(revocation.id(), revocation.version())
                .then(MongoCalls.inserted(mongo.insert(revocation, REVOCATIONS)));
    }

    /** Whether the document still was the version before. */
    Mono<Boolean> replace(long versionBefore, StoredRevocation revocation) {
        Query before = Query.query(
                Criteria.where("_id").is(revocation.id()).and("version").is(versionBefore));
        return announcements
                .announce(revocation.id(), revocation.version())
                .then(MongoCalls.limited(mongo.replace(before, revocation, REVOCATIONS)))
                .map(result -> result.getMatchedCount() == 1);
    }

    Mono<Void> delete(String id) {
        return MongoCalls.limited(mongo.remove(Query.query(Criteria.where("_id").is(id)), REVOCATIONS))
                .then();
    }

    @Override
    public Mono<ReferenceRecord> current(String key) {
        return find(key).map(StoredRevocation::toReference);
    }

    @Override
    public Flux<ReferenceRecord> all() {
        return list().map(StoredRevocation::toReference);
    }

    @Override
    public Flux<Announcement> unpublished() {
        return announcements.all();
    }

    @Override
    public Mono<Void> forget(Announcement announcement) {
        return announcements.forget(announcement);
    }
}
