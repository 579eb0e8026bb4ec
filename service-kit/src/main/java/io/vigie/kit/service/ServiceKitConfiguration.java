package io.vigie.kit.service;

import io.vigie.kit.problem.ProblemExceptionHandler;
import java.time.Clock;
import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.client.ReactorResourceFactory;

/** What every service imports: problem details, Netty threads of its own, and the clock. */
@Configuration(proxyBeanMethods = false)
public class ServiceKitConfiguration {

    static {
        DroppedErrors.hear();
    }

    @Bean
    Clock clock() {
        return Clock.systemUTC();
    }

    @Bean
    ProblemExceptionHandler problemExceptionHandler() {
        return new ProblemExceptionHandler();
    }

    /** Closing the context of one service must not close the servers of the others in its JVM. */
    @Bean
    ReactorResourceFactory reactorResourceFactory() {
        ReactorResourceFactory factory = new ReactorResourceFactory();
        factory.setUseGlobalResources(false);
        factory.setShutdownQuietPeriod(Duration.ZERO);
        return factory;
    }
}
