package io.vigie.error.intake;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/** What the intake counts. */
final class IntakeMetrics {

    private final Counter taken;
    private final Counter repeated;
    private final Counter announced;

    IntakeMetrics(MeterRegistry registry) {
        taken = Counter.builder("vigie.errors.taken")
                .description("Errors counted, replays after a crash included")
                .register(registry);
        repeated = Counter.builder("vigie.errors.repeated")
                .description("Errors that came again under an id that was counted already; left out")
                .register(registry);
        announced = Counter.builder("vigie.errors.announced")
                .description("Events published for errors and their issues")
                .register(registry);
    }

    void taken(int admitted, int repetitions) {
        taken.increment(admitted);
        repeated.increment(repetitions);
    }

    void announced(int events) {
        announced.increment(events);
    }
}
