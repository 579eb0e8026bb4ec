package io.vigie.gateway.people;

import io.vigie.gateway.store.MongoCalls;
import org.springframework.data.mongodb.core.ReactiveMongoOperations;
import org.springframework.data.mongodb.core.query.Criteria;
import org.springframework.data.mongodb.core.query.Query;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Accounts in MongoDB: every change is compared and set by its version. */
final class MongoAccounts {

    private static final String USERS = "users";

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
