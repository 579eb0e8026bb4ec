package io.vigie.alert.sending;

import io.vigie.alert.channel.ChannelSettings;
import io.vigie.alert.destination.Destinations;
import io.vigie.alert.message.NoticeTexts;
import java.time.Clock;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.client.ReactorResourceFactory;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(SendingSettings.class)
class SendingConfiguration {

    @Bean(destroyMethod = "shutdownNow")
    ScheduledExecutorService smtpDeadlines() {
        return Executors.newSingleThreadScheduledExecutor(
                Thread.ofVirtual().name("smtp-deadlines-", 0).factory());
    }

    @Bean
    NoticeTexts noticeTexts(ChannelSettings settings) {
        return new NoticeTexts(settings.productName(), settings.timeZone());
    }

    /** A notice is rare: a connection of its own for each never meets one that the other side closes just now. */
    @Bean
    ChannelSender channelSender(
            Destinations destinations,
            NoticeTexts texts,
            SendingSettings settings,
            @Qualifier("smtpDeadlines") ScheduledExecutorService deadlines,
            ReactorResourceFactory resources,
            Clock clock) {
        HttpClient client =
                HttpClient.create(ConnectionProvider.newConnection()).runOn(resources.getLoopResources());
        return new ChannelSender(
                new WebhookSender(client, destinations, texts, settings.timeout(), clock),
                new SmtpSender(destinations, texts, settings.timeout(), deadlines, clock));
    }
}
