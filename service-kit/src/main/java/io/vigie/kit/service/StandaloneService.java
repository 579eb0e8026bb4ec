package io.vigie.kit.service;

import java.util.Map;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/** Runs one service as a process of its own. */
public final class StandaloneService {

    private StandaloneService() {}

    /**
     * Starts it with the settings of {@code NAME.yml} and the log format of this module; both can be replaced from outside.
     *
     * @param name for example {@code ingest}
     */
    public static ConfigurableApplicationContext run(Class<?> application, String name, String... args) {
        SpringApplication service = new SpringApplication(application);
        service.setDefaultProperties(
                Map.of("spring.config.name", name, "logging.config", "classpath:vigie-logback.xml"));
        return service.run(args);
    }
}
