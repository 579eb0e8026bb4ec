package io.vigie.launcher;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.health.actuate.endpoint.CompositeHealthDescriptor;
import org.springframework.boot.health.actuate.endpoint.HealthDescriptor;
import org.springframework.boot.health.actuate.endpoint.HealthEndpoint;
import org.springframework.boot.health.contributor.Status;
import org.springframework.context.ConfigurableApplicationContext;

/** Whether a started service can do its work already: its topics are read, its stores answer. */
final class Readiness {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration PAUSE = Duration.ofMillis(50);

    private Readiness() {}

    /**
     * Waits until the service says that it is ready.
     *
     * @throws StartFailure that names what is missing after a minute
     */
    static void await(String service, ConfigurableApplicationContext context) {
        HealthEndpoint health = context.getBean(HealthEndpoint.class);
        long begun = System.nanoTime();
        @Nullable HealthDescriptor state = health.healthForPath("readiness");
        while (!isUp(state)) {
            if (System.nanoTime() - begun > PATIENCE.toNanos() || Thread.interrupted()) {
                throw new StartFailure("The " + service + " service does not get ready, it waits for " + missing(state)
                        + "; the log says more.");
            }
            LockSupport.parkNanos(PAUSE.toNanos());
            state = health.healthForPath("readiness");
        }
    }

    private static boolean isUp(@Nullable HealthDescriptor state) {
        return state != null && Status.UP.equals(state.getStatus());
    }

    private static String missing(@Nullable HealthDescriptor state) {
        return state instanceof CompositeHealthDescriptor all && all.getComponents() != null
                ? String.join(
                        ", ",
                        all.getComponents().entrySet().stream()
                                .filter(component -> !isUp(component.getValue()))
                                .map(Map.Entry::getKey)
                                .toList())
                : String.valueOf(state);
    }
}
