package io.vigie.alert.evaluation;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/** What evaluation counts. */
final class EvaluationMeters {

    private final Counter signals;
    private final Counter conflicts;

    EvaluationMeters(MeterRegistry registry) {
        signals = Counter.builder("vigie.evaluation.signals")
                .description("Signals that Kafka has acknowledged")
                .register(registry);
        conflicts = Counter.builder("vigie.evaluation.conflicts")
                .description("States that another owner had changed; they are read and judged again")
                .register(registry);
    }

    void signalled(int count) {
        signals.increment(count);
    }

    void conflicts(int count) {
        conflicts.increment(count);
    }
}
