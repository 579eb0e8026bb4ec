package io.vigie.launcher;

import io.vigie.alert.AlertApplication;
import io.vigie.embedded.FreePorts;
import io.vigie.error.ErrorApplication;
import io.vigie.gateway.GatewayApplication;
import io.vigie.ingest.IngestApplication;
import io.vigie.query.QueryApplication;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.springframework.context.ConfigurableApplicationContext;

/** The services, wired to each other and to the embedded servers over free ports of loopback. */
final class Services {
    private static final int INNER_PORTS = 11;

    private Services() {}

    /**
     * Starts all of them at the same time, and returns when each says that it is ready.
     *
     * @return the gateway's context
     * @throws StartFailure where one does not start
     */
    static ConfigurableApplicationContext start(Command.Up up, DataFolder data, Servers servers, Running running) {
        List<Service> services = services(up, data, servers);
        try (ExecutorService threads = Executors.newThreadPerTaskExecutor(
                Thread.ofPlatform().name("start-service-", 1).factory())) {
            List<CompletableFuture<ConfigurableApplicationContext>> starting = services.stream()
                    .map(service -> CompletableFuture.supplyAsync(service::start, threads))
                    .toList();
            List<ConfigurableApplicationContext> contexts =
                    starting.stream().map(CompletableFuture::join).toList();
            running.add("what is behind the gateway", () -> closeTogether(contexts.subList(0, contexts.size() - 1)));
            running.add("gateway", contexts.getLast());
            for (int i = 0; i < services.size(); i++) {
                Readiness.await(services.get(i).name(), contexts.get(i));
            }
            return contexts.getLast();
        } catch (CompletionException e) {
            if (e.getCause() instanceof StartFailure known) {
                throw known;
            }
            throw e;
        }
    }

    private static void closeTogether(List<ConfigurableApplicationContext> contexts) {
        try (ExecutorService threads = Executors.newThreadPerTaskExecutor(
                Thread.ofPlatform().name("stop-service-", 1).factory())) {
            contexts.forEach(context -> threads.execute(context::close));
        }
    }

    /** The gateway is the last: it stops first. */
    private static List<Service> services(Command.Up up, DataFolder data, Servers servers) {
        Iterator<Integer> ports =
                FreePorts.findBut(Set.of(up.port()), INNER_PORTS).iterator();
        Map<String, String> common = common(data, servers);
        Map<String, String> ingest = with(common, behindTheDoor(ports));
        ingest.put("spring.grpc.server.address", "127.0.0.1");
        ingest.put("spring.grpc.server.port", "" + ports.next());
        ingest.put("spring.grpc.server.shutdown.grace-period", "1s");
        Map<String, String> query = with(common, behindTheDoor(ports));
        Map<String, String> error = with(common, behindTheDoor(ports));
        error.put("vigie.error.journal.directory", data.resolve("logs").toString());
        Map<String, String> alert = with(common, behindTheDoor(ports));
        alert.put("vigie.alert.query-url", url(query));
        alert.put("vigie.alert.key-directory", data.resolve("keys").toString());
        String internalPort = "" + ports.next();
        query.put("vigie.query.alerts-url", url(alert));
        query.put("vigie.query.errors-url", url(error));
        query.put("vigie.query.gateway-url", "http://127.0.0.1:" + internalPort);
        Map<String, String> gateway = with(common, door(up));
        gateway.put("management.server.port", "" + ports.next());
        gateway.put("vigie.gateway.internal-port", internalPort);
        gateway.put("vigie.gateway.key-directory", data.resolve("keys").toString());
        gateway.put("vigie.gateway.upstreams.ingest", url(ingest));
        gateway.put("vigie.gateway.upstreams.ingest-grpc", "127.0.0.1:" + ingest.get("spring.grpc.server.port"));
        gateway.put("vigie.gateway.upstreams.query", url(query));
        gateway.put("vigie.gateway.upstreams.errors", url(error));
        gateway.put("vigie.gateway.upstreams.alerts", url(alert));
        return List.of(
                new Service("ingest", IngestApplication.class, ingest),
                new Service("query", QueryApplication.class, query),
                new Service("error", ErrorApplication.class, error),
                new Service("alert", AlertApplication.class, alert),
                new Service("gateway", GatewayApplication.class, gateway));
    }

    private static String url(Map<String, String> service) {
        return "http://127.0.0.1:" + service.get("server.port");
    }

    /** Nobody but the gateway calls these, and it has stopped before them. */
    private static Map<String, String> behindTheDoor(Iterator<Integer> ports) {
        return Map.of(
                "server.address",
                "127.0.0.1",
                "server.port",
                "" + ports.next(),
                "server.shutdown",
                "immediate",
                "management.server.port",
                "" + ports.next());
    }

    private static Map<String, String> door(Command.Up up) {
        Map<String, String> door = new HashMap<>();
        door.put("server.address", up.listen().getHostAddress());
        door.put("server.port", "" + up.port());
        door.put("vigie.gateway.reset-admin-password", "" + up.resetAdminPassword());
        up.tls().ifPresent(tls -> {
            door.put("vigie.gateway.tls.certificate", tls.certificate().toString());
            door.put("vigie.gateway.tls.private-key", tls.key().toString());
        });
        return door;
    }

    private static Map<String, String> common(DataFolder data, Servers servers) {
        return Map.of(
                "vigie.kafka.bootstrap-servers", servers.kafka().bootstrapServers(),
                "vigie.kafka.instance-id", "all-in-one",
                "spring.mongodb.uri", servers.mongo().uri("vigie"),
                "spring.data.redis.url", servers.redis().url(),
                "vigie.identity.public-key",
                        data.resolve("keys/signing-key.pub.pem").toString(),
                "management.server.address", "127.0.0.1",
                // All of them together have 10 s to stop.
                "spring.lifecycle.timeout-per-shutdown-phase", "2s");
    }

    private static Map<String, String> with(Map<String, String> some, Map<String, String> more) {
        Map<String, String> all = new HashMap<>(some);
        all.putAll(more);
        return all;
    }
}
