package io.vigie.alert.storage;

import com.mongodb.reactivestreams.client.MongoClient;
import java.time.Duration;

/** Opens the collections of this service. */
public final class MongoStates {

    private final MongoClient client;
    private final String database;
    private final Duration timeout;

    /** In this database. */
    public MongoStates(MongoClient client, String database, Duration timeout) {
        this.client = client;
        this.database = database;
        this.timeout = timeout;
    }

    /** One collection. */
    public <S> StateStore<S> open(String collection, Class<S> type) {
        return new MongoStateStore<>(client, database, collection, type, timeout);
    }

    /** How long a question takes at most. */
    public Duration timeout() {
        return timeout;
    }
}
