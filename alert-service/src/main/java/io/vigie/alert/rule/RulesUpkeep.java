package io.vigie.alert.rule;

import io.vigie.alert.storage.Origin;
import io.vigie.alert.storage.Outgoing;
import io.vigie.alert.storage.StateStore;
import io.vigie.alert.storage.Stored;
import io.vigie.messaging.RecordPublisher;
import io.vigie.messaging.ReferenceTable;
import io.vigie.proto.Topic;
import java.time.Clock;
import java.util.List;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Keeps the topic of rules equal to their documents: makes the built-in rules that are missing, publishes what is not marked as
 * published, and (at first and about each sixth time, as two instances may overtake each other) what stands on the topic in an older
 * version than in its document. Done by one job.
 */
final class RulesUpkeep {

    private static final int COMPARE_EACH = 6;

    private final StateStore<StoredRule> store;
    private final RecordPublisher publisher;
    private final ReferenceTable<RuleRecords.Published> table;
    private final Clock clock;
    private boolean seeded;
    private int untilCompared;

    RulesUpkeep(
            StateStore<StoredRule> store,
            RecordPublisher publisher,
            ReferenceTable<RuleRecords.Published> table,
            Clock clock) {
        this.store = store;
        this.publisher = publisher;
        this.table = table;
        this.clock = clock;
    }

    /** Once. */
    Mono<Void> run() {
        return seed().thenMany(Flux.defer(() -> store.having("unpublished", true)))
                .concatMap(this::publish)
                .then(Mono.defer(this::compareIfDue));
    }

    private Mono<Void> seed() {
        if (seeded) {
            return Mono.empty();
        }
        List<Stored<StoredRule>> rules = DefaultRules.all().stream()
                .map(rule -> rule.withVersion(clock.millis()))
                .map(rule -> Stored.first(rule.id(), Origin.NONE, new StoredRule(rule, false, true, List.of())))
                .toList();
        return store.replace(rules).doOnSuccess(refused -> seeded = true).then();
    }

    private Mono<Void> compareIfDue() {
        if (!table.isComplete() || untilCompared-- > 0) {
            return Mono.empty();
        }
        return store.all()
                .filter(this::isBehind)
                .concatMap(this::publish)
                .then()
                .doOnSuccess(done -> untilCompared = COMPARE_EACH);
    }

    private boolean isBehind(Stored<StoredRule> stored) {
        long published =
                table.get(stored.id()).map(RuleRecords.Published::version).orElse(0L);
        return published < stored.state().rule().version();
    }

    /** Where the document was changed meanwhile it stays marked, and is published again. */
    private Mono<Boolean> publish(Stored<StoredRule> stored) {
        StoredRule rule = stored.state();
        return Mono.fromFuture(() -> publisher.publish(Topic.RULES, stored.id(), RuleRecords.write(rule)))
                .thenMany(Flux.fromIterable(rule.outbox()).concatMap(this::tell))
                .then(Mono.defer(
                        () -> rule.unpublished() ? store.replace(stored.next(rule.published())) : Mono.just(true)));
    }

    private Mono<Void> tell(Outgoing record) {
        return Mono.fromFuture(() -> publisher.publish(record.topic(), record.key(), record.bytes()));
    }
}
