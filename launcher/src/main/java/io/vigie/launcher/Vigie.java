package io.vigie.launcher;

import io.vigie.gateway.FirstStart;
import io.vigie.gateway.enrolment.AgentEnrolment;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.bridge.SLF4JBridgeHandler;
import org.springframework.context.ConfigurableApplicationContext;

/** Everything, started. */
final class Vigie {
    private static final long FIRST_START_SECONDS = 30;
    private static final Logger log = LoggerFactory.getLogger(Vigie.class);

    private final Command.Up up;
    private final Servers servers;
    private final FirstStart firstStart;

    private Vigie(Command.Up up, Servers servers, FirstStart firstStart) {
        this.up = up;
        this.servers = servers;
        this.firstStart = firstStart;
    }

    /**
     * Starts servers, services and agent, in this order.
     *
     * @param running gets each part as soon as it is started
     * @param onFatalError told in one line when Vigie can't go on, later
     * @throws StartFailure where something does not start
     */
    static Vigie start(Command.Up up, DataFolder data, Running running, Consumer<String> onFatalError) {
        SLF4JBridgeHandler.removeHandlersForRootLogger();
        SLF4JBridgeHandler.install();
        try {
            Servers servers = Servers.start(data, up.port(), running, onFatalError);
            log.info(
                    "Servers are up: Kafka {}, Redis {}, MongoDB {}",
                    servers.kafka().port(),
                    servers.redis().port(),
                    servers.mongo().port());
            ConfigurableApplicationContext gateway = Services.start(up, data, servers, running);
            if (up.agent()) {
                running.add("agent", LocalAgent.start(up, data, gateway.getBean(AgentEnrolment.class)));
            }
            return new Vigie(up, servers, gateway.getBean(FirstStart.class));
        } catch (StartFailure e) {
            log.error("Vigie does not start", e);
            throw e;
        } catch (RuntimeException e) {
            log.error("Vigie does not start", e);
            throw new StartFailure("Vigie does not start: " + e + "; more is in " + data.resolve("logs/vigie.log"), e);
        }
    }

    /** What a person wants to know now, in lines. */
    String summary(long readyAfterMillis) {
        var lines = new StringBuilder();
        lines.append(String.format(Locale.ROOT, "Vigie is ready in %.1f s%n", readyAfterMillis / 1000.0));
        line(lines, "Dashboard", (up.tls().isPresent() ? "https://" : "http://") + up.authority());
        line(lines, "Agents", up.authority() + (up.tls().isPresent() ? " (gRPC, TLS)" : " (gRPC)"));
        line(lines, "Kafka", "localhost:" + servers.kafka().port());
        answer(firstStart.credentials()).ifPresent(made -> {
            line(lines, "Sign in", made.username() + " / " + made.password());
            line(lines, "API key", made.key().reveal());
        });
        answer(firstStart.newPassword())
                .ifPresent(set -> line(lines, "Sign in", set.username() + " / " + set.password()));
        return lines.toString();
    }

    /** The summary was shown: its secrets never will be again. */
    void shown() {
        answer(firstStart.shown().thenApply(nothing -> Optional.empty()));
    }

    private static void line(StringBuilder lines, String name, String value) {
        lines.append(String.format(Locale.ROOT, "  %-9s  %s%n", name, value));
    }

    private static <T> Optional<T> answer(CompletableFuture<Optional<T>> future) {
        try {
            return future.get(FIRST_START_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new StartFailure("The gateway does not say what the first start made: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StartFailure("Stopped while starting.", e);
        }
    }
}
