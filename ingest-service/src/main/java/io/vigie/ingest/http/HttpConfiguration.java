package io.vigie.ingest.http;

import io.micrometer.core.instrument.MeterRegistry;
import io.vigie.ingest.key.KeyRegistry;
import io.vigie.ingest.stream.StreamSettings;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class HttpConfiguration {

    @Bean
    Intake intake(KeyRegistry keys, HttpSettings http, StreamSettings settings, MeterRegistry meters) {
        return new Intake(keys, http, settings.retryAfter(), meters);
    }
}
