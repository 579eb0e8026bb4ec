package io.vigie.alert.rule;

import io.vigie.alert.storage.Origin;
import io.vigie.alert.storage.Outgoing;
import io.vigie.alert.storage.StateStore;
import io.vigie.alert.storage.Stored;
import io.vigie.kit.job.RepeatingJob;
import io.vigie.kit.problem.ProblemCode;
import io.vigie.kit.problem.ProblemException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.UnaryOperator;
import reactor.core.publisher.Mono;

/** Makes and changes rules. Each change is durable in MongoDB; {@link RulesUpkeep} is asked to publish it. */
final class RuleBook {

    /** How many rules there may be. */
    static final int MOST = 500;

    private static final int TRIES = 5;
    private static final Duration TRY_AGAIN = Duration.ofSeconds(1);

    private final StateStore<StoredRule> store;
    private final RepeatingJob rulesJob;
    private final Clock clock;

    RuleBook(StateStore<StoredRule> store, RepeatingJob rulesJob, Clock clock) {
        this.store = store;
        this.rulesJob = rulesJob;
        this.clock = clock;
    }

    /** The built-in ones first, each kind by id. */
    Mono<List<Rule>> list() {
        return store.all()
                .filter(stored -> !stored.state().deleted())
                .map(stored -> stored.state().rule())
                .sort(Comparator.comparing(Rule::builtIn).reversed().thenComparing(Rule::id))
                .collectList();
    }

    Mono<Rule> find(String id) {
        return present(id).map(stored -> stored.state().rule());
    }

    Mono<Rule> create(Rule wanted, String actor) {
        Instant now = clock.instant();
        Rule rule = new Rule(
                UUID.randomUUID().toString(),
                now.toEpochMilli(),
                false,
                wanted.enabled(),
                wanted.name(),
                wanted.level(),
                wanted.type(),
                wanted.scope(),
                wanted.message(),
                wanted.condition());
        StoredRule stored = new StoredRule(rule, false, true, List.of(audit(actor, "created", rule, now)));
        return list().flatMap(present -> present.size() >= MOST
                ? Mono.error(
                        new ProblemException(ProblemCode.RESOURCE_EXHAUSTED, "At most " + MOST + " rules are allowed"))
                : written(Stored.first(rule.id(), Origin.NONE, stored)).thenReturn(rule));
    }

    /** Everything but its id. */
    Mono<Rule> change(String id, Rule wanted, String actor) {
        return change(id, "changed", actor, before -> with(before, wanted));
    }

    private static Rule with(Rule before, Rule wanted) {
        return new Rule(
                before.id(),
                before.version(),
                before.builtIn(),
                wanted.enabled(),
                wanted.name(),
                wanted.level(),
                wanted.type(),
                wanted.scope(),
                wanted.message(),
                wanted.condition());
    }

    Mono<Rule> setEnabled(String id, boolean enabled, String actor) {
        return change(id, enabled ? "enabled" : "disabled", actor, before -> before.withEnabled(enabled));
    }

    /** A built-in rule as it was at first. */
    Mono<Rule> reset(String id, String actor) {
        return Mono.justOrEmpty(DefaultRules.find(id))
                .switchIfEmpty(Mono.error(
                        () -> new ProblemException(ProblemCode.NOT_FOUND, "There is no built-in rule of this id")))
                .flatMap(original -> change(id, "reset", actor, before -> original));
    }

    Mono<Void> delete(String id, String actor) {
        return replace(id, TRIES, before -> {
                    if (before.rule().builtIn()) {
                        throw new ProblemException(
                                ProblemCode.FAILED_PRECONDITION, "A built-in rule can be switched off, not deleted");
                    }
                    Rule rule = before.rule().withVersion(versionAfter(before.rule()));
                    return new StoredRule(
                            rule, true, true, noting(before, audit(actor, "deleted", rule, clock.instant())));
                })
                .then();
    }

    private Mono<Rule> change(String id, String action, String actor, UnaryOperator<Rule> how) {
        return replace(id, TRIES, before -> {
                    Rule rule = how.apply(before.rule()).withVersion(versionAfter(before.rule()));
                    return new StoredRule(
                            rule, false, true, noting(before, audit(actor, action, rule, clock.instant())));
                })
                .map(StoredRule::rule);
    }

    private Mono<StoredRule> replace(String id, int tries, UnaryOperator<StoredRule> how) {
        if (tries == 0) {
            return Mono.error(ProblemException.retry(
                    ProblemCode.UNAVAILABLE, "Others change this rule at the same time", TRY_AGAIN));
        }
        return present(id)
                .map(stored -> stored.next(how.apply(stored.state())))
                .flatMap(next -> written(next)
                        .flatMap(written -> written ? Mono.just(next.state()) : replace(id, tries - 1, how)));
    }

    private Mono<Boolean> written(Stored<StoredRule> rule) {
        return store.replace(rule).doFinally(end -> rulesJob.soon());
    }

    private Mono<Stored<StoredRule>> present(String id) {
        return store.find(id)
                .filter(stored -> !stored.state().deleted())
                .switchIfEmpty(Mono.error(() -> new ProblemException(ProblemCode.NOT_FOUND, "There is no such rule")));
    }

    /** Higher than before, and than in an earlier life of an old topic. */
    private long versionAfter(Rule before) {
        return Math.max(before.version() + 1, clock.millis());
    }

    private static List<Outgoing> noting(StoredRule before, Outgoing audit) {
        List<Outgoing> outbox = new ArrayList<>(before.outbox());
        outbox.add(audit);
        return outbox;
    }

    private static Outgoing audit(String actor, String action, Rule rule, Instant when) {
        return Outgoing.audit(actor, action, "rule", rule.id(), Map.of("rule", rule), when);
    }
}
