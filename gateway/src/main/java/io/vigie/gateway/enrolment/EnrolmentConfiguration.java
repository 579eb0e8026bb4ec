package io.vigie.gateway.enrolment;

import java.time.Clock;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(EnrolmentSettings.class)
class EnrolmentConfiguration {

    @Bean
    EnrolmentThrottle enrolmentThrottle(EnrolmentSettings settings, Clock clock) {
        return new EnrolmentThrottle(settings.perMinute(), clock);
    }
}
