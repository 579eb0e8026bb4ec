package io.vigie.gateway.people;

import io.vigie.gateway.store.MongoCalls;
import org.springframework.data.mongodb.core.ReactiveMongoOperations;
import org.springframework.data.mongodb.core.query.Criteria;
import org.springframework.data.mongodb.core.query.Query;
import org.springframework.data.mongodb.core.query.Update;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Accounts in MongoDB: every change is compared and set by its version. */
final class MongoAccounts {

    private static final String USERS = "users";
    private static final String ENDS_TOKENS = "endsTokens";
    private static final String OUTBOX = "outbox";

    private final ReactiveMongoOperations mongo;

    MongoAccounts(ReactiveMongoOperations mongo) {
        this.mongo = mongo;
    }

    Mono<Account> find(String id) {
        return MongoCalls.limited(mongo.findById(id, Account.class, USERS));
    }

    Flux<Account> list() {
        return MongoCalls.limited(mongo.findAll(Account.class, USERS));
    }

    /** Those whose tokens are to end and may not have ended yet, or of which the audit trail does not know everything. */
    Flux<Account> unfinished() {
        Query some = Query.query(new Criteria()
                .orOperator(
                        Criteria.where(ENDS_TOKENS).exists(true),
                        Criteria.where(OUTBOX + ".0").exists(true)));
        return MongoCalls.limited(mongo.find(some, Account.class, USERS));
    }

    /** The tokens have ended that the account's last change ends. */
    Mono<Void> tokensEnded(Account account) {
        Query same = Query.query(
                Criteria.where("_id").is(account.id()).and(ENDS_TOKENS).is(account.endsTokens()));
        return MongoCalls.limited(mongo.updateFirst(same, new Update().unset(ENDS_TOKENS), USERS))
                .then();
    }

    /** The audit trail knows what this version of the account has to tell; a later one tells it again. */
    Mono<Void> told(Account account) {
        Query same = Query.query(
                Criteria.where("_id").is(account.id()).and("version").is(account.version()));
        return MongoCalls.limited(mongo.updateFirst(same, new Update().unset(OUTBOX), USERS))
                .then();
    }

    /** Whether the username was free. */
    Mono<Boolean> insert(Account account) {
        return MongoCalls.inserted(mongo.insert(account, USERS));
    }

    /** Whether the account still was the version before. */
    Mono<Boolean> replace(Account account) {
        Query before = Query.query(
                Criteria.where("_id").is(account.id()).and("version").is(account.version() - 1));
        return MongoCalls.limited(mongo.replace(before, account, USERS)).map(result -> result.getMatchedCount() == 1);
    }
}
