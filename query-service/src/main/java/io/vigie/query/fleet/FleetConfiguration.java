package io.vigie.query.fleet;

import io.vigie.query.owner.Owner;
import io.vigie.query.series.SeriesReader;
import io.vigie.query.storage.Retention;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class FleetConfiguration {

    @Bean
    SiteHistory siteHistory(SeriesReader series, Retention retention, Clock clock) {
        return new SiteHistory(series, retention, clock);
    }

    @Bean
    OpenAlerts openAlerts(Owner alertService) {
        return new AlertServiceOpenAlerts(alertService);
    }
}
