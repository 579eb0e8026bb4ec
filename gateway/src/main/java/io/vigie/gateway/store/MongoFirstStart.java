package io.vigie.gateway.store;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.data.mongodb.core.ReactiveMongoOperations;
import org.springframework.data.mongodb.core.query.Criteria;
import org.springframework.data.mongodb.core.query.Query;
import org.springframework.data.mongodb.core.query.Update;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Whether somebody has been shown what the first start made, and until then which gateway makes and shows it: of several that start
 * on a fresh database, the one that holds the turn. A turn ends by itself, should its holder die.
 */
@Component
public final class MongoFirstStart {

    /** How long a turn lasts that nobody renews. */
    public static final Duration TURN = Duration.ofSeconds(10);

    private static final String STATE = "gateway_state";
    private static final String ID = "first-start";
    private static final String HOLDER = "holder";
    private static final String HELD_UNTIL = "heldUntil";

    private final ReactiveMongoOperations mongo;
    private final Clock clock;
    private final String me = UUID.randomUUID().toString();

    MongoFirstStart(ReactiveMongoOperations mongo, Clock clock) {
        this.mongo = mongo;
        this.clock = clock;
    }

    /** What this gateway has to do with the first start. */
    public sealed interface Turn {

        /** Nothing any more: somebody was shown what it made. */
        record Over() implements Turn {}

        /** Nothing as long as another gateway is at it. */
        record Others() implements Turn {}

        /**
         * It is this gateway's turn until it says to be done.
         *
         * @param unshownKey the key that an earlier attempt made or was about to make, which nobody has been shown
         */
        record Mine(Optional<String> unshownKey) implements Turn {}
    }

    /** Takes the turn where it is free; it must be {@link #renew() renewed} until {@link #noteShown()}. */
    public Mono<Turn> take() {
        return find().flatMap(this::takeFrom).switchIfEmpty(Mono.defer(this::takeFirst));
    }

    private Mono<Turn> takeFirst() {
        return MongoCalls.inserted(mongo.insert(new State(ID, null, false, me, until()), STATE))
                .map(mine -> mine ? new Turn.Mine(Optional.empty()) : new Turn.Others());
    }

    private Mono<Turn> takeFrom(State state) {
        if (state.shown()) {
            return Mono.just(new Turn.Over());
        }
        if (state.isHeld(clock.instant()) && !me.equals(state.holder())) {
            return Mono.just(new Turn.Others());
        }
        return change(
                        Criteria.where("_id")
                                .is(ID)
                                .and("shown")
                                .is(false)
                                .and(HOLDER)
                                .is(state.holder()),
                        Update.update(HOLDER, me).set(HELD_UNTIL, until()))
                .map(mine -> mine ? new Turn.Mine(Optional.ofNullable(state.keyId())) : new Turn.Others());
    }

    /** Keeps the turn for another while; false when another gateway has it, or it is over. */
    public Mono<Boolean> renew() {
        return change(mine(), Update.update(HELD_UNTIL, until()));
    }

    /** This key is about to be made; false when the turn is lost. */
    public Mono<Boolean> attempt(String keyId) {
        return change(mine(), Update.update("keyId", keyId).set(HELD_UNTIL, until()));
    }

    /** Gives the turn up: the next start has it at once. */
    public Mono<Boolean> giveUp() {
        return change(mine(), Update.update(HELD_UNTIL, clock.instant()));
    }

    /** From now on nothing is made any more. */
    public Mono<Void> noteShown() {
        return change(Criteria.where("_id").is(ID), Update.update("shown", true))
                .then();
    }

    private Criteria mine() {
        return Criteria.where("_id").is(ID).and("shown").is(false).and(HOLDER).is(me);
    }

    private Instant until() {
        return clock.instant().plus(TURN);
    }

    private Mono<State> find() {
        return MongoCalls.limited(mongo.findById(ID, State.class, STATE));
    }

    private Mono<Boolean> change(Criteria where, Update update) {
        return MongoCalls.limited(mongo.updateFirst(Query.query(where), update, STATE))
                .map(result -> result.getMatchedCount() == 1);
    }

    private record State(
            String id,
            @Nullable String keyId,
            boolean shown,
            @Nullable String holder,
            @Nullable Instant heldUntil) {

        boolean isHeld(Instant now) {
            return heldUntil != null && now.isBefore(heldUntil);
        }
    }
}
