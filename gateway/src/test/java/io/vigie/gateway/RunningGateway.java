package io.vigie.gateway;

import static java.util.concurrent.TimeUnit.SECONDS;

import io.vigie.testkit.servers.RealKafka;
import io.vigie.testkit.servers.RealMongo;
import io.vigie.testkit.servers.RealRedis;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;

/** A gateway on a free port of loopback with real servers around it, and a client of it. */
public final class RunningGateway implements AutoCloseable {

    private static final AtomicInteger REDIS_DATABASES = new AtomicInteger();
    private static final int REDIS_HAS = 16;
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final JsonMapper JSON = new JsonMapper();

    private final ConfigurableApplicationContext context;
    private final HttpClient http = HttpClient.newHttpClient();

    private RunningGateway(ConfigurableApplicationContext context) {
        this.context = context;
    }

    public static Builder builder() {
        return new Builder();
    }

    public static Builder with(String setting, Object value) {
        return builder().and(setting, value);
    }

    public int port() {
        return Integer.parseInt(context.getEnvironment().getRequiredProperty("local.server.port"));
    }

    public int managementPort() {
        return Integer.parseInt(context.getEnvironment().getRequiredProperty("local.management.port"));
    }

    public String authority() {
        return "127.0.0.1:" + port();
    }

    public URI uri(String path) {
        return URI.create("http://" + authority() + path);
    }

    public Path keyDirectory() {
        return Path.of(context.getEnvironment().getRequiredProperty("vigie.gateway.key-directory"));
    }

    public <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    public Object bean(String name) {
        return context.getBean(name);
    }

    /** What the first start made, which it made for this one, whose database is fresh. */
    public FirstStart.Credentials firstCredentials() throws Exception {
        return bean(FirstStart.class).credentials().get(60, SECONDS).orElseThrow();
    }

    /** A token of the first admin. */
    public String adminToken() throws Exception {
        return signIn("admin", firstCredentials().password());
    }

    /** A token of somebody who can sign in. */
    public String signIn(String username, String password) throws Exception {
        Answer answer = post("/auth/login", login(username, password));
        if (answer.status() != 200) {
            throw new AssertionError("could not sign in: " + answer);
        }
        return answer.text("token");
    }

    public static String login(String username, String password) {
        return JSON.writeValueAsString(Map.of("username", username, "password", password));
    }

    public Answer get(String path, String... headers) throws Exception {
        return send("GET", path, null, headers);
    }

    public Answer post(String path, @Nullable String json, String... headers) throws Exception {
        return send("POST", path, json, headers);
    }

    /** Headers are names and values in turn. */
    public Answer send(String method, String path, @Nullable String json, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri(path)).timeout(PATIENCE);
        if (json != null) {
            request.header("Content-Type", "application/json");
        }
        if (headers.length > 0) {
            request.headers(headers);
        }
        request.method(
                method, json == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(json));
        return Answer.of(http.send(request.build(), HttpResponse.BodyHandlers.ofString()));
    }

    public static String[] bearer(String credential) {
        return new String[] {"Authorization", "Bearer " + credential};
    }

    @Override
    public void close() {
        http.shutdownNow();
        context.close();
    }

    /** An answer, read to its end. */
    public record Answer(int status, String body, java.net.http.HttpHeaders headers) {

        public static Answer of(HttpResponse<String> response) {
            return new Answer(response.statusCode(), response.body(), response.headers());
        }

        public JsonNode json() {
            return body.isEmpty() ? JsonNodeFactory.instance.missingNode() : JSON.readTree(body);
        }

        public String text(String member) {
            return json().path(member).asString();
        }

        public Optional<String> header(String name) {
            return headers.firstValue(name);
        }
    }

    /** Settings over those of gateway.yml; nobody listens at an upstream that is not set. */
    public static final class Builder {

        private final Map<String, Object> settings = new LinkedHashMap<>();

        private Builder() {
            settings.put("server.port", 0);
            settings.put("management.server.port", 0);
            settings.put("vigie.gateway.upstreams.query", "http://127.0.0.1:1");
            settings.put("vigie.gateway.upstreams.ingest", "http://127.0.0.1:1");
            settings.put("vigie.gateway.upstreams.ingest-grpc", "127.0.0.1:1");
            settings.put("vigie.gateway.key-directory", temporaryDirectory().toString());
        }

        public Builder and(String setting, Object value) {
            settings.put(setting, value);
            return this;
        }

        public RunningGateway start() {
            if (!settings.containsKey("vigie.kafka.bootstrap-servers")) {
                settings.put("vigie.kafka.bootstrap-servers", RealKafka.bootstrapServers());
            }
            if (!settings.containsKey("spring.mongodb.uri")) {
                settings.put("spring.mongodb.uri", RealMongo.freshDatabase());
            }
            if (!settings.containsKey("spring.data.redis.url")) {
                // Failed logins of one test must not throttle those of another from the same address.
                settings.put(
                        "spring.data.redis.url", RealRedis.url() + "/" + REDIS_DATABASES.getAndIncrement() % REDIS_HAS);
            }
            List<String> arguments = new ArrayList<>(List.of("--spring.config.name=gateway"));
            settings.forEach((setting, value) -> arguments.add("--" + setting + "=" + value));
            return new RunningGateway(
                    new SpringApplicationBuilder(GatewayApplication.class).run(arguments.toArray(String[]::new)));
        }

        public static Path temporaryDirectory() {
            try {
                Path directory = Files.createTempDirectory("vigie-gateway");
                directory.toFile().deleteOnExit();
                return directory;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
