package io.vigie.query.fleet;

import io.vigie.query.series.SeriesReader;
import io.vigie.query.storage.Retention;
import java.time.Clock;
import java.util.List;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import reactor.core.publisher.Mono;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(FleetSettings.class)
class FleetConfiguration {

    @Bean
    SiteHistory siteHistory(SeriesReader series, Retention retention, Clock clock) {
        return new SiteHistory(series, retention, clock);
    }

    @Bean
    OpenAlerts openAlerts(FleetSettings settings) {
        return settings.alertsUrl() == null
                ? token -> Mono.just(List.of())
                : new AlertServiceOpenAlerts(settings.alertsUrl());
    }
}
