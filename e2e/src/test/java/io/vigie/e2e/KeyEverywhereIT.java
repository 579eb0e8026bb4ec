package io.vigie.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Status;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import tools.jackson.databind.JsonNode;

/**
 * What becomes of a key at the gateway is known at each of two ingest instances, over HTTP and on streams that are open. The promise is
 * two seconds; how long each took is printed, as a slow machine must not make the test fail.
 */
@ResourceLock(ServiceProcess.ONE_INGEST)
class KeyEverywhereIT {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration POLL = Duration.ofMillis(10);
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @TempDir
    Path keys;

    @Test
    void aKeyEndsAndComesBackEverywhere() throws Exception {
        SeparateServices services = new SeparateServices(keys, "first");
        SeparateServices more = new SeparateServices(keys, "second");
        try (ServiceProcess gateway = services.gateway();
                ServiceProcess first = services.ingest();
                ServiceProcess second = more.ingest();
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
                Doors doors = new Doors(List.of(Instance.of(services), Instance.of(more)), threads)) {
            assertThat(List.of(first, second)).allMatch(ServiceProcess::isAlive);
            Admin admin = Admin.signIn(services.door(), gateway.awaitOutput("Sign in +admin / (\\S+)"));
            JsonNode made = doors.open("made", () -> admin.send("POST", "", """
                            {"name":"everywhere","service":"shop","scopes":["errors","metrics"]}"""));
            String path = "/" + made.path("id").asString();
            doors.closed("switched off", () -> admin.send("PATCH", path, "{\"active\":false}"));
            doors.open("switched on", () -> admin.send("PATCH", path, "{\"active\":true}"));
            JsonNode renewed = doors.closed("renewed", () -> admin.send("POST", path + "/renew", null));
            doors.open("renewed, the new secret", () -> renewed);
            doors.closed("deleted", () -> admin.send("DELETE", path, null));
        }
    }

    /** One of the ingest services. */
    private record Instance(String name, int grpcPort, int httpPort) {

        static Instance of(SeparateServices services) {
            return new Instance(services.instance(), services.ingestGrpcPort(), services.ingestHttpPort());
        }

        int report(String key) throws IOException, InterruptedException {
            return post("/report", key, "{\"error\":{\"message\":\"Something went wrong\"}}");
        }

        int metrics(String key) throws IOException, InterruptedException {
            return post("/api/v1/metrics", key, """
                    {"source":"everywhere-%s","timestamp":"%s","metrics":[{"name":"test.everywhere","value":1}]}""".formatted(
                            name, Clock.systemUTC().instant()));
        }

        private int post(String path, String key, String body) throws IOException, InterruptedException {
            HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + httpPort + path))
                    .timeout(PATIENCE)
                    .header("Content-Type", "application/json")
                    .header("X-API-Key", key)
                    .POST(HttpRequest.BodyPublishers.ofString(body))
                    .build();
            return HTTP.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
        }
    }

    /** Changes keys over REST. */
    private record Admin(int port, String token) {

        static Admin signIn(int port, String password) throws IOException, InterruptedException {
            HttpResponse<String> answer = Dashboard.post(
                    "http://localhost:" + port + "/auth/login",
                    null,
                    Dashboard.JSON.writeValueAsString(Map.of("username", "admin", "password", password)));
            return new Admin(
                    port, Dashboard.JSON.readTree(answer.body()).path("token").asString());
        }

        JsonNode send(String method, String path, @Nullable String body) throws IOException, InterruptedException {
            HttpRequest request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/api/v1/keys" + path))
                    .timeout(PATIENCE)
                    .header("Content-Type", "application/json")
                    .header("Authorization", "Bearer " + token)
                    .method(
                            method,
                            body == null
                                    ? HttpRequest.BodyPublishers.noBody()
                                    : HttpRequest.BodyPublishers.ofString(body))
                    .build();
            HttpResponse<String> answer = HTTP.send(request, HttpResponse.BodyHandlers.ofString());
            assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 204);
            return Dashboard.JSON.readTree(answer.body().isEmpty() ? "{}" : answer.body());
        }
    }

    /** Every way in at every instance, with one key after the other. */
    private static final class Doors implements AutoCloseable {

        private final List<Instance> instances;
        private final ExecutorService threads;
        private final Map<Instance, Uplink> streams = new LinkedHashMap<>();
        private String key = "";

        Doors(List<Instance> instances, ExecutorService threads) {
            this.instances = instances;
            this.threads = threads;
        }

        /** After the change the key, the new one where it makes one, is let in everywhere, and a stream is open at each instance. */
        JsonNode open(String what, Callable<JsonNode> change) throws Exception {
            long since = System.nanoTime();
            JsonNode answer = change.call();
            if (answer.has("key")) {
                key = answer.path("key").asString();
            }
            Map<String, Callable<Boolean>> ways = new LinkedHashMap<>();
            for (Instance instance : instances) {
                ways.put(instance.name() + " /report", () -> instance.report(key) == 201);
                ways.put(instance.name() + " /api/v1/metrics", () -> instance.metrics(key) == 202);
                ways.put(instance.name() + " new stream", () -> connect(instance));
            }
            await(what, since, ways);
            return answer;
        }

        private boolean connect(Instance instance) throws InterruptedException {
            Uplink stream = Uplink.open(instance.grpcPort(), key, "everywhere-" + instance.name());
            if (!stream.begin()) {
                stream.close();
                return false;
            }
            synchronized (streams) {
                streams.put(instance, stream);
            }
            return true;
        }

        /** After the change the key is refused everywhere, and the streams that it opened have ended. */
        JsonNode closed(String what, Callable<JsonNode> change) throws Exception {
            assertThat(streams.values()).hasSize(instances.size()).allMatch(stream -> stream.status() == null);
            long since = System.nanoTime();
            JsonNode answer = change.call();
            Map<String, Callable<Boolean>> ways = new LinkedHashMap<>();
            for (Instance instance : instances) {
                ways.put(instance.name() + " /report", () -> instance.report(key) == 401);
                ways.put(instance.name() + " /api/v1/metrics", () -> instance.metrics(key) == 401);
                ways.put(instance.name() + " open stream", () -> hasEnded(instance));
            }
            await(what, since, ways);
            close();
            return answer;
        }

        private boolean hasEnded(Instance instance) {
            Uplink stream = streams.get(instance);
            Status status = stream == null ? null : stream.status();
            return status != null && status.getCode() == Status.Code.UNAUTHENTICATED;
        }

        private void await(String what, long since, Map<String, Callable<Boolean>> ways) throws Exception {
            List<Future<String>> took = new ArrayList<>();
            ways.forEach((way, outcome) -> took.add(threads.submit(() -> {
                Awaitility.await(what + ": " + way)
                        .pollDelay(Duration.ZERO)
                        .pollInterval(POLL)
                        .atMost(PATIENCE)
                        .until(outcome);
                return "%s %d ms".formatted(way, TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - since));
            })));
            List<String> figures = new ArrayList<>();
            for (Future<String> figure : took) {
                figures.add(figure.get());
            }
            System.out.println("FIGURE " + what + " after: " + String.join(", ", figures));
        }

        @Override
        public void close() {
            streams.values().forEach(Uplink::close);
            streams.clear();
        }
    }
}
