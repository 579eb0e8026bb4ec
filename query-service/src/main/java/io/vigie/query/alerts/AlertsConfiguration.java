package io.vigie.query.alerts;

import io.micrometer.core.instrument.MeterRegistry;
import io.vigie.messaging.Messaging;
import io.vigie.proto.Topic;
import io.vigie.query.live.EventTail;
import io.vigie.query.owner.Owner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import reactor.core.scheduler.Scheduler;

@Configuration(proxyBeanMethods = false)
class AlertsConfiguration {

    @Bean
    EventTail<Alert> alertTail(Messaging messaging, Scheduler liveScheduler, MeterRegistry registry) {
        return new EventTail<>(messaging, Topic.ALERTS, AlertsConfiguration::alert, liveScheduler, registry);
    }

    private static Alert alert(byte[] event) {
        return Owner.json().treeToValue(Owner.json().readTree(event).path("data"), Alert.class);
    }
}
