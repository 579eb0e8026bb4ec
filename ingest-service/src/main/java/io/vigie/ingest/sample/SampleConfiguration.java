package io.vigie.ingest.sample;

import io.micrometer.core.instrument.MeterRegistry;
import io.vigie.ingest.frame.FrameRules;
import io.vigie.ingest.schema.SchemaRegistry;
import io.vigie.ingest.stream.StreamSettings;
import io.vigie.messaging.RecordPublisher;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class SampleConfiguration {

    @Bean
    SamplePublisher samplePublisher(
            SchemaRegistry schemas,
            RecordPublisher publisher,
            StreamSettings settings,
            Clock clock,
            MeterRegistry meters) {
        FrameRules frames = new FrameRules(clock, settings.maxAge(), settings.maxAhead());
        return new SamplePublisher(schemas, frames, publisher, clock, meters);
    }
}
