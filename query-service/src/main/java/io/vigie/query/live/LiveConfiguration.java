package io.vigie.query.live;

import io.micrometer.core.instrument.MeterRegistry;
import io.vigie.messaging.Messaging;
import io.vigie.query.records.MetricsRecordReader;
import io.vigie.query.records.Schemas;
import io.vigie.query.sources.SourceStore;
import io.vigie.query.writer.WriterSettings;
import java.time.Clock;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** The live tail and who follows it. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(LiveSettings.class)
class LiveConfiguration {

    private static final int THREADS = 2;

    @Bean
    LiveTail liveTail(MetricsRecordReader reader, LiveSettings settings, MeterRegistry registry) {
        LiveTail tail = new LiveTail(reader, settings);
        registry.gauge("vigie.live.tail.bytes", tail, LiveTail::bytes);
        registry.gauge("vigie.live.sources", tail, LiveTail::size);
        return tail;
    }

    @Bean
    TailReader tailReader(MetricsRecordReader reader, Schemas schemas, MeterRegistry registry) {
        return new TailReader(reader, schemas, registry);
    }

    @Bean
    TailConsumer tailConsumer(
            Messaging messaging, WriterSettings writer, TailReader reader, SourceStore sources, LiveTail tail) {
        return new TailConsumer(messaging, writer.group(), reader, sources, tail);
    }

    @Bean(destroyMethod = "dispose")
    Scheduler liveScheduler() {
        return Schedulers.newParallel("live", THREADS, true);
    }

    @Bean
    LiveUpdates liveUpdates(LiveTail tail, Clock clock, Scheduler liveScheduler) {
        return new LiveUpdates(tail, clock, liveScheduler);
    }

    @Bean
    Subscriptions subscriptions() {
        return new Subscriptions();
    }

    @Bean
    LiveHealthIndicator liveHealthIndicator(LiveTail tail) {
        return new LiveHealthIndicator(tail);
    }
}
