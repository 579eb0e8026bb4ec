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
        return find().map(State::shown).defaultIfEmpty(false);
    }

    /** The key that an earlier attempt was about to make, which nobody has been shown. */
    public Mono<String> keyOfEarlierAttempt() {
        return find().map(State::keyId);
    }

    /** This key is about to be made. */
    public Mono<Void> attempt(String keyId) {
        return save(new State(ID, keyId, false));
    }

    /** From now on nothing is made any more. */
    public Mono<Void> noteShown() {
        return find().flatMap(state -> save(new State(ID, state.keyId(), true)));
    }

    private Mono<State> find() {
        return MongoCalls.limited(mongo.findById(ID, State.class, STATE));
    }

    private Mono<Void> save(State state) {
        return MongoCalls.limited(mongo.save(state, STATE)).then();
    }

    private record State(String id, String keyId, boolean shown) {}
}
