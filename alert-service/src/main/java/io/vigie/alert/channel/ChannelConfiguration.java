package io.vigie.alert.channel;

import io.vigie.alert.destination.Destinations;
import io.vigie.alert.secret.KeyFile;
import io.vigie.alert.secret.Vault;
import io.vigie.alert.storage.MongoStates;
import io.vigie.alert.storage.StateStore;
import io.vigie.kit.job.RepeatingJob;
import io.vigie.messaging.RecordPublisher;
import java.net.InetAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Executors;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(ChannelSettings.class)
class ChannelConfiguration {

    private static final Duration PERIOD = Duration.ofSeconds(5);

    @Bean
    StateStore<StoredChannel> channelStore(MongoStates states) {
        return states.open("channels", StoredChannel.class);
    }

    @Bean
    Destinations destinations(ChannelSettings settings) {
        return new Destinations(settings.allowedHosts(), InetAddress::getAllByName);
    }

    @Bean
    Vault channelVault(ChannelSettings settings) {
        return new Vault(settings.keyDirectory() == null ? null : KeyFile.loadOrCreate(settings.keyDirectory()));
    }

    @Bean
    ChannelTable channelTable(ChannelSettings settings) {
        return new ChannelTable(FixedChannels.of(settings));
    }

    @Bean
    ChannelOpener channelOpener(Vault vault) {
        return new ChannelOpener(vault);
    }

    /** For what waits for other machines on behalf of a request. */
    @Bean(destroyMethod = "dispose")
    Scheduler channelScheduler() {
        return Schedulers.fromExecutorService(Executors.newThreadPerTaskExecutor(
                Thread.ofVirtual().name("channel-request-", 0).factory()));
    }

    @Bean
    ChannelBook channelBook(
            StateStore<StoredChannel> channelStore,
            ChannelTable table,
            ChannelOpener opener,
            Destinations destinations,
            @Qualifier("channelScheduler") Scheduler scheduler,
            Clock clock) {
        return new ChannelBook(channelStore, table, opener, destinations, scheduler, clock);
    }

    @Bean
    RepeatingJob channelsJob(
            StateStore<StoredChannel> channelStore,
            ChannelTable table,
            ChannelOpener opener,
            RecordPublisher publisher) {
        ChannelsUpkeep upkeep = new ChannelsUpkeep(channelStore, table, opener, publisher);
        return new RepeatingJob("channels", Duration.ZERO, PERIOD, upkeep::refresh);
    }
}
