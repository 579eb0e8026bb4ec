package io.vigie.kit.identity;

import java.time.Clock;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What a service behind the gateway imports to let in only whom the gateway vouches for. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(IdentitySettings.class)
public class IdentityConfiguration {

    @Bean
    IdentityWebFilter identityWebFilter(IdentitySettings settings, Clock clock) {
        return new IdentityWebFilter(settings, clock);
    }
}
