package io.vigie.gateway.caller;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class CallerConfiguration {

    @Bean
    Endings endings() {
        return new Endings();
    }
}
