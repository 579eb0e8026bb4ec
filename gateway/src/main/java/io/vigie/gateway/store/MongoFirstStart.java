package io.vigie.gateway.store;

import org.springframework.data.mongodb.core.ReactiveMongoOperations;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Whether somebody has been shown what the first start made. */
@Component
public final class MongoFirstStart {

    private static final String STATE = "gateway_state";
    private static final String ID = "first-start";

    private final ReactiveMongoOperations mongo;

    MongoFirstStart(ReactiveMongoOperations mongo) {
        this.mongo = mongo;
    }

    /** False before the first start and until its credentials were shown. */
    public Mono<Boolean> isShown() {
        return MongoCalls.limited(mongo.findById(ID, Shown.class, STATE)).hasElement();
    }

    /** From now on true. */
    public Mono<Void> noteShown() {
        return MongoCalls.inserted(mongo.insert(new Shown(ID), STATE)).then();
    }

    private record Shown(String id) {}
}
