package io.vigie.query.owner;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.client.ReactorResourceFactory;

/** The owners that this service asks. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(OwnerSettings.class)
class OwnerConfiguration {

    @Bean
    Owner errorService(OwnerSettings settings, ReactorResourceFactory resources) {
        return new Owner("error-service", settings.errorsUrl(), resources);
    }

    @Bean
    Owner alertService(OwnerSettings settings, ReactorResourceFactory resources) {
        return new Owner("alert-service", settings.alertsUrl(), resources);
    }

    @Bean
    Owner gateway(OwnerSettings settings, ReactorResourceFactory resources) {
        return new Owner("gateway", settings.gatewayUrl(), resources);
    }
}
