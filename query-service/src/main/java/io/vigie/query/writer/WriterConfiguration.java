package io.vigie.query.writer;

import io.micrometer.core.instrument.MeterRegistry;
import io.vigie.messaging.Messaging;
import io.vigie.messaging.PartitionConsumer;
import io.vigie.proto.Topic;
import io.vigie.query.records.MetricsRecordReader;
import io.vigie.query.records.Schemas;
import io.vigie.query.sources.SourceStore;
import io.vigie.query.storage.FrameStore;
import io.vigie.query.storage.Retention;
import io.vigie.query.writer.MetricsPartitionConsumer.WriterParts;
import java.time.Clock;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The writer: a member of the group that owns partitions of the topic metrics. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(WriterSettings.class)
class WriterConfiguration {

    @Bean
    PartitionConsumer metricsWriter(
            Messaging messaging,
            MetricsRecordReader reader,
            Schemas schemas,
            FrameStore frames,
            SourceStore sources,
            Retention retention,
            WriterSettings settings,
            Clock clock,
            MeterRegistry registry) {
        WriterParts parts = new WriterParts(
                reader, schemas, frames, sources, retention, settings, clock, new WriterMetrics(registry));
        return messaging.consume(
                settings.group(), Topic.METRICS, assigned -> new MetricsPartitionConsumer(assigned, parts));
    }
}
