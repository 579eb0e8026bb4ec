package io.vigie.gateway.keys;

import io.vigie.gateway.store.MongoCalls;
import io.vigie.gateway.store.MongoReferenceStore;
import java.time.Instant;
import org.springframework.data.mongodb.core.ReactiveMongoOperations;
import org.springframework.data.mongodb.core.query.Criteria;
import org.springframework.data.mongodb.core.query.Query;
import org.springframework.data.mongodb.core.query.Update;
import reactor.core.publisher.Mono;

/** Keys in MongoDB, deleted ones included, and which key has which prefix. */
final class MongoApiKeys extends MongoReferenceStore<StoredKey> {

    private static final String KEYS = "api_keys";
    private static final String PREFIXES = "api_key_prefixes";

    private final ReactiveMongoOperations mongo;

    MongoApiKeys(ReactiveMongoOperations mongo) {
        super(mongo, StoredKey.class, KEYS);
        this.mongo = mongo;
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

    private record Reservation(String id, String keyId) {}
}
