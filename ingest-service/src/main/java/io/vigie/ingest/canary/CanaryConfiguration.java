package io.vigie.ingest.canary;

import io.micrometer.core.instrument.MeterRegistry;
import io.vigie.ingest.key.KeyRegistry;
import io.vigie.messaging.Messaging;
import io.vigie.proto.Topic;
import java.time.Clock;
import org.springframework.boot.availability.ApplicationAvailability;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class CanaryConfiguration {

    @Bean
    CanaryJob canaryJob(
            Messaging messaging,
            KeyRegistry keys,
            ApplicationAvailability availability,
            CanarySettings settings,
            Clock clock,
            MeterRegistry meters) {
        return new CanaryJob(
                canary -> messaging.publishToEachPartition(Topic.METRICS, "", canary),
                () -> keys.isComplete() && availability.getReadinessState() == ReadinessState.ACCEPTING_TRAFFIC,
                settings.every(),
                clock,
                meters);
    }
}
