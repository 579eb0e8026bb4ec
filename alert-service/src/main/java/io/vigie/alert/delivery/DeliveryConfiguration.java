package io.vigie.alert.delivery;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vigie.alert.channel.ChannelBook;
import io.vigie.alert.channel.ChannelTable;
import io.vigie.alert.notice.NoticeSink;
import io.vigie.alert.sending.ChannelSender;
import io.vigie.alert.storage.MongoStates;
import io.vigie.alert.storage.StateStore;
import io.vigie.messaging.KafkaSettings;
import java.time.Clock;
import java.util.Objects;
import java.util.Random;
import java.util.UUID;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import reactor.core.scheduler.Scheduler;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(DeliverySettings.class)
class DeliveryConfiguration {

    @Bean
    StateStore<Delivery> pendingDeliveries(MongoStates states) {
        return states.open("deliveries", Delivery.class);
    }

    @Bean
    StateStore<DeliveryEntry> endedDeliveries(MongoStates states) {
        return states.open("delivery_log", DeliveryEntry.class);
    }

    /** An instance that comes back under its name takes up its own at once. */
    @Bean
    OwnLease deliveryLease(MongoStates states, KafkaSettings kafka, DeliverySettings settings, Clock clock) {
        String self = Objects.requireNonNullElseGet(
                kafka.instanceId(), () -> UUID.randomUUID().toString());
        return new OwnLease(states.open("delivery_owners", Owner.class), self, settings.lease(), clock);
    }

    @Bean
    DeliveryDesk deliveryDesk(
            StateStore<Delivery> pendingDeliveries,
            StateStore<DeliveryEntry> endedDeliveries,
            ChannelTable table,
            ChannelBook book,
            ChannelSender sender,
            OwnLease lease,
            DeliverySettings settings,
            MongoStates states,
            MeterRegistry registry,
            Clock clock) {
        return new DeliveryDesk(new DeliveryDesk.Parts(
                pendingDeliveries,
                endedDeliveries,
                table,
                book,
                sender::send,
                lease,
                new Backoff(settings.firstRetry(), settings.longestRetry(), new Random()),
                settings.giveUp(),
                states.timeout(),
                new DeliveryMeters(registry, clock),
                clock));
    }

    @Bean
    Lanes deliveryLanes(DeliveryDesk desk, DeliverySettings settings, MeterRegistry registry, Clock clock) {
        Lanes lanes = new Lanes(desk, settings.perMinute(), clock);
        Gauge.builder("vigie.delivery.waiting", lanes, Lanes::size).register(registry);
        return lanes;
    }

    @Bean
    NoticeSink noticeSink(
            ChannelTable table,
            StateStore<Delivery> pendingDeliveries,
            StateStore<DeliveryEntry> endedDeliveries,
            Lanes lanes,
            OwnLease lease,
            MongoStates states,
            Clock clock) {
        return new DeliveringSink(table, pendingDeliveries, endedDeliveries, lanes, lease, states.timeout(), clock);
    }

    @Bean
    DeliveriesJob deliveriesJob(
            StateStore<Delivery> pendingDeliveries,
            StateStore<DeliveryEntry> endedDeliveries,
            Lanes lanes,
            OwnLease lease,
            DeliverySettings settings,
            Clock clock) {
        return new DeliveriesJob(pendingDeliveries, endedDeliveries, lanes, lease, settings.lease(), clock);
    }

    @Bean
    DeliveryLog deliveryLog(StateStore<Delivery> pendingDeliveries, StateStore<DeliveryEntry> endedDeliveries) {
        return new DeliveryLog(pendingDeliveries, endedDeliveries);
    }

    @Bean
    ChannelTrial channelTrial(
            ChannelBook book,
            ChannelSender sender,
            StateStore<DeliveryEntry> endedDeliveries,
            @Qualifier("channelScheduler") Scheduler scheduler,
            Clock clock) {
        return new ChannelTrial(book, sender::send, endedDeliveries, scheduler, clock);
    }
}
