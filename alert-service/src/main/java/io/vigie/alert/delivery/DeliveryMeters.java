package io.vigie.alert.delivery;

import io.micrometer.core.instrument.MeterRegistry;
import io.vigie.alert.channel.ChannelKind;
import io.vigie.alert.sending.Outcome;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** Attempts by kind and outcome, and how long after its decision a notice was delivered. */
final class DeliveryMeters {

    private final MeterRegistry registry;
    private final Clock clock;

    DeliveryMeters(MeterRegistry registry, Clock clock) {
        this.registry = registry;
        this.clock = clock;
    }

    void tried(ChannelKind kind, Outcome outcome, Instant decidedAt) {
        registry.counter("vigie.delivery.attempts", "kind", kind.json(), "outcome", name(outcome))
                .increment();
        if (outcome instanceof Outcome.Delivered) {
            registry.timer("vigie.delivery.delay", "kind", kind.json())
                    .record(Duration.between(decidedAt, clock.instant()));
        }
    }

    private static String name(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Delivered delivered -> "delivered";
            case Outcome.Retry retry -> "retry";
            case Outcome.Refused refused -> "refused";
            case Outcome.Gone gone -> "gone";
        };
    }
}
