package io.vigie.query.retention;

import io.micrometer.core.instrument.MeterRegistry;
import io.vigie.query.sources.SourceStore;
import io.vigie.query.storage.FrameStore;
import io.vigie.query.storage.Retention;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Deleting what is too old. */
@Configuration(proxyBeanMethods = false)
class RetentionConfiguration {

    @Bean
    RetentionJob retentionJob(
            SourceStore sources, FrameStore frames, Retention retention, Clock clock, MeterRegistry registry) {
        return new RetentionJob(sources, frames, retention, clock, registry);
    }
}
