package io.vigie.messaging;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What a service imports to speak with Kafka: {@link Messaging}, {@link RecordPublisher}, the topics and health {@code kafka}. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(KafkaSettings.class)
public class MessagingConfiguration {

    @Bean
    KafkaClients kafkaClients(KafkaSettings settings) {
        return new KafkaClients(settings);
    }

    @Bean
    TopicCatalogue topicCatalogue(KafkaClients clients, KafkaSettings settings) {
        return new TopicCatalogue(clients.admin(), settings.ownCluster());
    }

    @Bean
    KafkaRecordPublisher recordPublisher(
            KafkaClients clients, TopicCatalogue catalogue, ObjectProvider<MeterRegistry> meters) {
        return new KafkaRecordPublisher(clients.producer(), catalogue.ready(), registry(meters));
    }

    @Bean
    Messaging messaging(
            KafkaClients clients,
            KafkaSettings settings,
            TopicCatalogue catalogue,
            KafkaRecordPublisher publisher,
            ObjectProvider<MeterRegistry> meters) {
        return new Messaging(clients, settings, catalogue, publisher, registry(meters));
    }

    @Bean
    KafkaHealthIndicator kafkaHealthIndicator(Messaging messaging) {
        return new KafkaHealthIndicator(messaging);
    }

    private static MeterRegistry registry(ObjectProvider<MeterRegistry> meters) {
        return meters.getIfAvailable(SimpleMeterRegistry::new);
    }
}
