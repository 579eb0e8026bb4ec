package io.vigie.error.intake;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/** What the intake counts. */
final class IntakeMetrics {

    private final Counter taken;
    private final Counter repeated;
    private final Counter others;
    private final Counter withoutRoom;
    private final Counter announced;

    IntakeMetrics(MeterRegistry registry) {
        taken = Counter.builder("vigie.errors.taken")
                .description("Errors counted, replays after a crash included")
                .register(registry);
        repeated = Counter.builder("vigie.errors.repeated")
                .description("Errors that came again under an id that was counted already; left out")
                .register(registry);
        others = Counter.builder("vigie.errors.others")
                .description(
                        "Errors counted in the issue of other errors, as their service had too many new ones that day")
                .register(registry);
        withoutRoom = Counter.builder("vigie.errors.without.room")
                .description(
                        "Errors that came when there was no room for bodies of their service and day; counted all the same")
                .register(registry);
        announced = Counter.builder("vigie.errors.announced")
                .description("Events published for errors and their issues")
                .register(registry);
    }

    void taken(int admitted, int repetitions) {
        taken.increment(admitted);
        repeated.increment(repetitions);
    }

    void others(int errors) {
        others.increment(errors);
    }

    void withoutRoom(int errors) {
        withoutRoom.increment(errors);
    }

    void announced(int events) {
        announced.increment(events);
    }
}
