package io.vigie.alert.rule;

import io.vigie.alert.storage.Origin;
import io.vigie.alert.storage.Outgoing;
import io.vigie.alert.storage.StateStore;
import io.vigie.alert.storage.Stored;
import io.vigie.messaging.RecordPublisher;
import io.vigie.messaging.ReferenceTable;
import io.vigie.proto.Topic;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Keeps the topic of rules equal to their documents: makes the built-in rules that are missing, publishes each second what is not
 * marked as published, and (at start and each half minute, as two instances may overtake each other) what stands on the topic
 * in an older version than in its document.
 */
final class RulesJob implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(RulesJob.class);
    private static final Duration PERIOD = Duration.ofSeconds(1);
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int COMPARE_EACH = 30;

    private final StateStore<StoredRule> store;
    private final RecordPublisher publisher;
    private final ReferenceTable<RuleRecords.Published> table;
    private final Clock clock;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofVirtual().name("rules-", 0).factory());

    private boolean seeded;
    private int untilCompared;
    private boolean failing;
    private volatile boolean running;

    RulesJob(
            StateStore<StoredRule> store,
            RecordPublisher publisher,
            ReferenceTable<RuleRecords.Published> table,
            Clock clock) {
        this.store = store;
        this.publisher = publisher;
        this.table = table;
        this.clock = clock;
    }

    @Override
    public void start() {
        running = true;
        timer.scheduleWithFixedDelay(this::run, 0, PERIOD.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void run() {
        try {
            seedOnce();
            store.having("unpublished", true).concatMap(this::publish).then().block(PATIENCE);
            compareIfDue();
            failing = false;
        } catch (RuntimeException e) {
            // MongoDB or Kafka is away: the next second tries again, and health says so.
            if (!failing && running) {
                log.warn(
                        "{} can't be brought up to date now, trying each second: {}",
                        Topic.RULES.topicName(),
                        e.toString());
                failing = true;
            }
        }
    }

    private void seedOnce() {
        if (seeded) {
            return;
        }
        List<Stored<StoredRule>> rules = DefaultRules.all().stream()
                .map(rule -> rule.withVersion(clock.millis()))
                .map(rule -> Stored.first(rule.id(), Origin.NONE, new StoredRule(rule, false, true, List.of())))
                .toList();
        store.replace(rules).block(PATIENCE);
        seeded = true;
    }

    private void compareIfDue() {
        if (!table.isComplete() || untilCompared-- > 0) {
            return;
        }
        store.all().filter(this::isBehind).concatMap(this::publish).then().block(PATIENCE);
        untilCompared = COMPARE_EACH;
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
                .then(Flux.fromIterable(rule.outbox()).concatMap(this::tell).then())
                .then(Mono.defer(
                        () -> rule.unpublished() ? store.replace(stored.next(rule.published())) : Mono.just(true)));
    }

    private Mono<Void> tell(Outgoing record) {
        return Mono.fromFuture(() -> publisher.publish(record.topic(), record.key(), record.bytes()));
    }

    @Override
    public void stop() {
        running = false;
        timer.shutdownNow();
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
