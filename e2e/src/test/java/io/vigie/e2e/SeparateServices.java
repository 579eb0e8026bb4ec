package io.vigie.e2e;

import io.vigie.embedded.FreePorts;
import io.vigie.testkit.servers.RealMongo;
import io.vigie.testkit.servers.RealRedis;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The services of one Vigie, each as a process of its own that is told only where the others are; a test starts those that it needs. */
final class SeparateServices {

    private final List<Integer> ports = FreePorts.find(9);
    private final String database = RealMongo.freshDatabase();
    private final Path keys;
    private final String instance;

    /**
     * On the Kafka of the tests and a database of their own.
     *
     * @param keys where the gateway keeps its key pair
     * @param instance what they are called in Kafka's groups
     */
    SeparateServices(Path keys, String instance) {
        this.keys = keys;
        this.instance = instance;
    }

    String instance() {
        return instance;
    }

    /** The port of the gateway. */
    int door() {
        return ports.get(0);
    }

    String url() {
        return "http://localhost:" + door();
    }

    int ingestGrpcPort() {
        return ports.get(2);
    }

    int ingestHttpPort() {
        return ports.get(3);
    }

    ServiceProcess gateway() throws IOException {
        return new ServiceProcess(
                "gateway",
                instance,
                ports.get(1),
                Map.of(
                        "server.port", "" + door(),
                        "vigie.gateway.key-directory", keys.toString(),
                        "vigie.gateway.upstreams.ingest-grpc", "127.0.0.1:" + ingestGrpcPort(),
                        "vigie.gateway.upstreams.ingest", "http://127.0.0.1:" + ingestHttpPort(),
                        "vigie.gateway.upstreams.query", "http://127.0.0.1:" + ports.get(5),
                        "vigie.gateway.upstreams.alerts", "http://127.0.0.1:" + ports.get(7),
                        "spring.mongodb.uri", database,
                        "spring.data.redis.url", RealRedis.url()));
    }

    ServiceProcess ingest() throws IOException {
        return new ServiceProcess(
                "ingest-service",
                instance,
                ports.get(4),
                Map.of("spring.grpc.server.port", "" + ingestGrpcPort(), "server.port", "" + ingestHttpPort()));
    }

    ServiceProcess query() throws IOException {
        return behindTheDoor("query-service", ports.get(6), ports.get(5));
    }

    ServiceProcess alerts() throws IOException {
        return behindTheDoor("alert-service", ports.get(8), ports.get(7));
    }

    private ServiceProcess behindTheDoor(String module, int healthPort, int port) throws IOException {
        return new ServiceProcess(
                module,
                instance,
                healthPort,
                Map.of(
                        "server.port",
                        "" + port,
                        "vigie.identity.public-key",
                        keys.resolve("signing-key.pub.pem").toString(),
                        "spring.mongodb.uri",
                        database));
    }

    /** The first admin, with the password that the gateway printed. */
    Dashboard signIn(ServiceProcess gateway) throws IOException, InterruptedException {
        return Dashboard.signIn(url(), "admin", gateway.awaitOutput("Sign in +admin / (\\S+)"));
    }

    /** The first key, as the gateway printed it. */
    static String key(ServiceProcess gateway) {
        return gateway.awaitOutput("API key +(avl_\\w+)");
    }
}
