package io.vigie.alert.incident;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.vigie.proto.alerts.v1.IncidentSignal;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;

/** What the incident stage counts. */
final class IncidentMeters {

    private final Timer delay;
    private final Counter notices;

    IncidentMeters(MeterRegistry registry) {
        delay = Timer.builder("vigie.incident.signal.delay")
                .description("From finding to the incident stage")
                .register(registry);
        notices = Counter.builder("vigie.incident.notices")
                .description("Notices handed over")
                .register(registry);
    }

    void found(IncidentSignal signal, Clock clock) {
        delay.record(Duration.ofMillis(Math.max(0, clock.millis() - signal.getFoundAt())));
    }

    void sent(Collection<Alert> alerts) {
        notices.increment(alerts.stream()
                .mapToInt(alert -> alert.outbox().notices().size())
                .sum());
    }
}
