package io.vigie.error.removal;

import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Sorts;
import io.vigie.error.storage.MongoStore;
import java.time.Instant;
import java.util.Date;
import reactor.core.publisher.Flux;

/** The collection {@code deletions}: empty but for those under way. */
final class MongoPendingDeletions implements Deletions.Pending {

    static final String COLLECTION = "deletions";

    private final MongoStore store;

    MongoPendingDeletions(MongoStore store) {
        this.store = store;
    }

    @Override
    public Flux<Deletion> before(Instant moment) {
        return store.find(
                Deletion.class,
                store.collection(COLLECTION)
                        .find(Filters.lt("at", Date.from(moment)))
                        .sort(Sorts.ascending("at")));
    }
}
