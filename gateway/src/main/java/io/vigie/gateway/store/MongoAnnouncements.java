package io.vigie.gateway.store;

import io.vigie.gateway.reference.ReferenceStore.Announcement;
import org.springframework.data.mongodb.core.ReactiveMongoOperations;
import org.springframework.data.mongodb.core.query.Criteria;
import org.springframework.data.mongodb.core.query.Query;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Which versions of a collection's documents are not known to be published: a small collection beside it, nearly always
 * empty, so that asking each second costs nothing whatever the store's indexes.
 */
public final class MongoAnnouncements {

    private final ReactiveMongoOperations mongo;
    private final String collection;

    /** Beside the collection of this name. */
    public MongoAnnouncements(ReactiveMongoOperations mongo, String collection) {
        this.mongo = mongo;
        this.collection = collection + "_unpublished";
    }

    /** Before the document is written: should this process die in between, the next one looks at the document. */
    public Mono<Void> announce(String key, long version) {
        return MongoCalls.inserted(mongo.insert(new Entry(id(key, version), key, version), collection))
                .then();
    }

    /** Takes it back. */
    public Mono<Void> forget(Announcement announcement) {
        Query entry = Query.query(Criteria.where("_id").is(id(announcement.key(), announcement.version())));
        return MongoCalls.limited(mongo.remove(entry, Entry.class, collection)).then();
    }

    /** All that is left. */
    public Flux<Announcement> all() {
        return MongoCalls.limited(mongo.findAll(Entry.class, collection))
                .map(entry -> new Announcement(entry.key(), entry.version()));
    }

    private static String id(String key, long version) {
        return key + "@" + version;
    }

    private record Entry(String id, String key, long version) {}
}
