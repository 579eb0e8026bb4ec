package io.vigie.gateway.signing;

import com.nimbusds.jose.JOSEException;
import java.time.Clock;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(SigningSettings.class)
class SigningConfiguration {

    @Bean
    Tokens tokens(SigningSettings settings, Clock clock) throws JOSEException {
        return new Tokens(SigningKey.loadOrCreate(settings.keys()), clock);
    }
}
