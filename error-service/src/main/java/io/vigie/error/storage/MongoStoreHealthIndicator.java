package io.vigie.error.storage;

import com.mongodb.reactivestreams.client.MongoClient;
import java.time.Duration;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.springframework.boot.health.contributor.AbstractReactiveHealthIndicator;
import org.springframework.boot.health.contributor.Health;
import reactor.core.publisher.Mono;

/** Health {@code mongo}: whether the store answers. Boot's own asks for a command that not every server of the protocol has. */
public final class MongoStoreHealthIndicator extends AbstractReactiveHealthIndicator {

    private static final Duration WITHIN = Duration.ofSeconds(4);

    private final MongoClient client;
    private final String database;

    /** Of this database. */
    public MongoStoreHealthIndicator(MongoClient client, String database) {
        this.client = client;
        this.database = database;
    }

    @Override
    protected Mono<Health> doHealthCheck(Health.Builder builder) {
        return Mono.from(client.getDatabase(database).runCommand(new BsonDocument("ping", new BsonInt32(1))))
                .timeout(WITHIN)
                .map(answer -> builder.up().build())
                .onErrorResume(failure -> Mono.just(builder.down()
                        .withDetail("reason", failure.getClass().getSimpleName())
                        .build()));
    }
}
