package io.vigie.launcher;

import java.util.Map;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.boot.Banner;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * One of the services, as it is set up in this process.
 *
 * @param name also of its settings on the class path ({@code name.yml})
 * @param application its main configuration
 * @param settings that win over all others
 */
record Service(String name, Class<?> application, Map<String, String> settings) {
    private static final Logger log = LoggerFactory.getLogger(Service.class);
    private static final String NETTY_FOR_MONGO = "nettyDriverCustomizer";

    /** Copies the settings. */
    Service {
        settings = Map.copyOf(settings);
    }

    /**
     * Starts it and returns when it takes requests.
     *
     * @throws StartFailure in one line where it does not start
     */
    ConfigurableApplicationContext start() {
        var starting = new SpringApplication(application);
        starting.setMainApplicationClass(application);
        starting.setBannerMode(Banner.Mode.OFF);
        starting.setLogStartupInfo(false);
        starting.setRegisterShutdownHook(false);
        starting.addInitializers(context -> context.addBeanFactoryPostProcessor(Service::keepTheDriversOwnTransport));
        long begun = System.nanoTime();
        try {
            ConfigurableApplicationContext started = starting.run(arguments());
            log.info("Started {} in {} ms", name, (System.nanoTime() - begun) / 1_000_000);
            return started;
        } catch (RuntimeException e) {
            throw new StartFailure("The " + name + " service does not start: " + reason(e), e);
        }
    }

    /** Boot would give the MongoDB driver Netty threads of its own, which take 2 s to stop; the driver needs none. */
    private static void keepTheDriversOwnTransport(ConfigurableListableBeanFactory beans) {
        if (beans instanceof BeanDefinitionRegistry definitions
                && definitions.containsBeanDefinition(NETTY_FOR_MONGO)) {
            definitions.removeBeanDefinition(NETTY_FOR_MONGO);
        }
    }

    private String[] arguments() {
        Stream<String> given =
                settings.entrySet().stream().map(setting -> "--" + setting.getKey() + "=" + setting.getValue());
        return Stream.concat(Stream.of("--spring.config.name=" + name), given).toArray(String[]::new);
    }

    /** What our own code says for people, else what is at the bottom of it all. */
    private static String reason(Throwable failure) {
        Throwable cause = failure;
        while (!isOurs(cause) && cause.getCause() != null) {
            cause = cause.getCause();
        }
        String message = cause.getMessage();
        return message == null ? cause.toString() : message.lines().findFirst().orElse(cause.toString());
    }

    private static boolean isOurs(Throwable failure) {
        return failure.getClass().getName().startsWith("io.vigie.");
    }
}
