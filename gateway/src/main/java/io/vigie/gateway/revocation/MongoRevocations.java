package io.vigie.gateway.revocation;

import io.vigie.gateway.store.MongoCalls;
import io.vigie.gateway.store.MongoReferenceStore;
import java.time.Instant;
import org.springframework.data.mongodb.core.ReactiveMongoOperations;
import org.springframework.data.mongodb.core.query.Criteria;
import org.springframework.data.mongodb.core.query.Query;
import reactor.core.publisher.Mono;

/** Revocations in MongoDB. */
final class MongoRevocations extends MongoReferenceStore<StoredRevocation> {

    private static final String REVOCATIONS = "revocations";

    private final ReactiveMongoOperations mongo;

    MongoRevocations(ReactiveMongoOperations mongo) {
        super(mongo, StoredRevocation.class, REVOCATIONS);
        this.mongo = mongo;
    }

    /**
     * Deletes a revocation unless it has been extended beyond this moment or the audit trail does not know of it; whether there is none of
     * this id now.
     */
    Mono<Boolean> deleteExpired(String id, Instant now) {
        Query expired = Query.query(Criteria.where("_id")
                .is(id)
                .and("expiresAt")
                .lt(now)
                .and("outbox.0")
                .exists(false));
        return MongoCalls.limited(mongo.remove(expired, REVOCATIONS))
                .then(find(id).hasElement())
                .map(present -> !present);
    }
}
