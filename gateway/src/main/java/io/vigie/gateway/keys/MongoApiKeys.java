package io.vigie.gateway.keys;

import io.vigie.gateway.reference.ReferenceRecord;
import io.vigie.gateway.reference.ReferenceStore;
import io.vigie.gateway.store.MongoAnnouncements;
import io.vigie.gateway.store.MongoCalls;
import java.time.Instant;
import org.springframework.data.mongodb.core.ReactiveMongoOperations;
import org.springframework.data.mongodb.core.query.Criteria;
import org.springframework.data.mongodb.core.query.Query;
import org.springframework.data.mongodb.core.query.Update;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Keys in MongoDB: every change is announced first, and compared and set by its version. */
final class MongoApiKeys implements ReferenceStore {

    private static final String KEYS = "api_keys";
    private static final String PREFIXES = "api_key_prefixes";

    private final ReactiveMongoOperations mongo;
    private final MongoAnnouncements announcements;

    MongoApiKeys(ReactiveMongoOperations mongo) {
        this.mongo = mongo;
        this.announcements = new MongoAnnouncements(mongo, KEYS);
    }

    /** Whether it was there to be read, deleted ones included. */
    Mono<StoredKey> find(String id) {
        return MongoCalls.limited(mongo.findById(id, StoredKey.class, KEYS));
    }

    /** Every key, deleted ones included. */
    Flux<StoredKey> list() {
        return MongoCalls.limited(mongo.findAll(StoredKey.class, KEYS));
    }

    /** Whether the id was free. */
    Mono<Boolean> insert(StoredKey key) {
        return announcements.announce(key.id(), key.version()).then(MongoCalls.inserted(mongo.insert(key, KEYS)));
    }

    /** Whether the document still was the version before. */
    Mono<Boolean> replace(long versionBefore, StoredKey key) {
        Query before =
                Query.query(Criteria.where("_id").is(key.id()).and("version").is(versionBefore));
        return announcements
                .announce(key.id(), key.version())
                .then(MongoCalls.limited(mongo.replace(before, key, KEYS)))
                .map(result -> result.getMatchedCount() == 1);
    }

    /** Takes the 8 characters for this key, for ever; false where another key has them. */
    Mono<Boolean> reservePrefix(String prefix, String keyId) {
        return MongoCalls.inserted(mongo.insert(new Reservation(prefix, keyId), PREFIXES))
                .flatMap(fresh -> fresh ? Mono.just(true) : isReservedFor(prefix, keyId));
    }

    private Mono<Boolean> isReservedFor(String prefix, String keyId) {
        return MongoCalls.limited(mongo.findById(prefix, Reservation.class, PREFIXES))
                .map(reservation -> reservation.keyId().equals(keyId))
                .defaultIfEmpty(false);
    }

    /** Notes a use; an earlier one does not replace a later one. */
    Mono<Void> used(String id, Instant when) {
        Query key = Query.query(Criteria.where("_id").is(id));
        return MongoCalls.limited(mongo.updateFirst(key, new Update().max("lastUsedAt", when), KEYS))
                .then();
    }

    @Override
    public Mono<ReferenceRecord> current(String key) {
        return find(key).map(StoredKey::toReference);
    }

    @Override
    public Flux<ReferenceRecord> all() {
        return list().map(StoredKey::toReference);
    }

    @Override
    public Flux<Announcement> unpublished() {
        return announcements.all();
    }

    @Override
    public Mono<Void> forget(Announcement announcement) {
        return announcements.forget(announcement);
    }

    private record Reservation(String id, String keyId) {}
}
