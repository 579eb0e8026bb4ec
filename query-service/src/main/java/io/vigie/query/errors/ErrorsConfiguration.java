package io.vigie.query.errors;

import io.micrometer.core.instrument.MeterRegistry;
import io.vigie.messaging.Messaging;
import io.vigie.proto.Topic;
import io.vigie.query.errors.ErrorTypes.ErrorOccurrence;
import io.vigie.query.live.EventTail;
import io.vigie.query.owner.Owner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import reactor.core.scheduler.Scheduler;

@Configuration(proxyBeanMethods = false)
class ErrorsConfiguration {

    @Bean
    EventTail<ErrorOccurrence> errorEventTail(Messaging messaging, Scheduler liveScheduler, MeterRegistry registry) {
        return new EventTail<>(messaging, Topic.ERROR_EVENTS, ErrorsConfiguration::occurrence, liveScheduler, registry);
    }

    private static ErrorOccurrence occurrence(byte[] event) {
        return Owner.json().treeToValue(Owner.json().readTree(event).path("data"), ErrorOccurrence.class);
    }
}
