package io.vigie.alert.rule;

import io.vigie.messaging.ReferenceTable;
import io.vigie.messaging.UnavailableException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** The topic of rules in memory. Thread-safe. */
public final class RuleTable {

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration LOOK_EVERY = Duration.ofMillis(20);

    private final BooleanSupplier complete;
    private final AtomicReference<Rules> current;

    RuleTable(Rules first, BooleanSupplier complete) {
        this.complete = complete;
        this.current = new AtomicReference<>(first);
    }

    /** What this topic says. */
    static RuleTable of(ReferenceTable<RuleRecords.Published> topic) {
        RuleTable table = new RuleTable(new Rules(0, Map.of()), topic::isComplete);
        topic.onChange((id, record) ->
                table.current.updateAndGet(rules -> with(rules, id, record.flatMap(RuleRecords.Published::rule))));
        return table;
    }

    private static Rules with(Rules rules, String id, Optional<Rule> rule) {
        Map<String, Rule> byId = new HashMap<>(rules.byId());
        rule.ifPresentOrElse(now -> byId.put(id, now), () -> byId.remove(id));
        return new Rules(rules.revision() + 1, byId);
    }

    /** What holds now. */
    public Rules current() {
        return current.get();
    }

    /** Whether the topic has been read and has every built-in rule: before, nothing is taken for switched off. */
    public boolean isReady() {
        return complete.getAsBoolean()
                && DefaultRules.all().stream()
                        .allMatch(rule -> current.get().byId().containsKey(rule.id()));
    }

    /** Waits a little for {@link #isReady()}, as each start has to, and refuses to go on before it. */
    public void requireReady() throws UnavailableException {
        long begun = System.nanoTime();
        while (!isReady()
                && System.nanoTime() - begun < PATIENCE.toNanos()
                && !Thread.currentThread().isInterrupted()) {
            LockSupport.parkNanos(LOOK_EVERY.toNanos());
        }
        if (!isReady()) {
            throw new UnavailableException(
                    "the rules have not been read yet", new IllegalStateException("not read to its end"));
        }
    }
}
