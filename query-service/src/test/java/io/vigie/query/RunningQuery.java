package io.vigie.query;

import io.vigie.kit.identity.Identity;
import io.vigie.kit.identity.IdentityTokens;
import io.vigie.proto.SchemaId;
import io.vigie.proto.Topic;
import io.vigie.proto.metrics.v1.Schema;
import io.vigie.proto.stream.v1.SourceRecord;
import io.vigie.query.records.TestRecords;
import io.vigie.testkit.servers.RealKafka;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.ECPrivateKey;
import java.security.spec.ECGenParameterSpec;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The whole service on free ports, with a client that signs as the gateway does. */
final class RunningQuery implements AutoCloseable {

    static final Identity ADMIN = new Identity.Person("admin", io.vigie.kit.identity.Role.ADMIN, Set.of());

    private static final Duration WITHIN = Duration.ofSeconds(60);
    private static final KeyPair KEYS = keys();
    private static final Path PUBLIC_KEY = publicKeyFile();
    private static final JsonMapper JSON = JsonMapper.shared();

    private final ConfigurableApplicationContext context;
    private final HttpClient http = HttpClient.newHttpClient();
    private final String address;

    private RunningQuery(ConfigurableApplicationContext context) {
        this.context = context;
        this.address = "127.0.0.1:" + context.getEnvironment().getRequiredProperty("local.server.port");
    }

    static RunningQuery start(String mongoUri, Map<String, String> more) {
        Map<String, Object> settings = new HashMap<>();
        settings.put("spring.config.name", "query");
        settings.put("server.port", "0");
        settings.put("management.server.port", "0");
        settings.put("vigie.kafka.bootstrap-servers", RealKafka.bootstrapServers());
        settings.put("spring.mongodb.uri", mongoUri);
        settings.put("vigie.identity.public-key", PUBLIC_KEY.toString());
        settings.put("vigie.query.writer.group", "test-" + UUID.randomUUID());
        settings.putAll(more);
        SpringApplication application = new SpringApplication(QueryApplication.class);
        application.setRegisterShutdownHook(false);
        return new RunningQuery(application.run(settings.entrySet().stream()
                .map(setting -> "--" + setting.getKey() + "=" + setting.getValue())
                .toArray(String[]::new)));
    }

    String setting(String name) {
        return context.getEnvironment().getRequiredProperty(name);
    }

    /** The answer to a query of the admin. */
    JsonNode query(String query) {
        return query(ADMIN, query);
    }

    JsonNode query(Identity identity, String query) {
        HttpResponse<String> response =
                post(identity, JSON.writeValueAsString(Map.of("query", query)), "application/json");
        if (response.statusCode() != 200) {
            throw new AssertionError(response.statusCode() + " " + response.body());
        }
        return JSON.readTree(response.body());
    }

    HttpResponse<String> post(@Nullable Identity identity, String body, String accept) {
        return send(request(identity, body, accept), HttpResponse.BodyHandlers.ofString());
    }

    HttpResponse<String> get(@Nullable Identity identity, String path) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create("http://" + address + path)).timeout(WITHIN);
        if (identity != null) {
            request.header(IdentityTokens.HEADER, token(identity));
        }
        return send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    HttpResponse<String> postAs(String contentType, String body, String accept) {
        HttpRequest plain = request(ADMIN, body, accept);
        return send(
                HttpRequest.newBuilder(plain, (name, value) -> true)
                        .setHeader("Content-Type", contentType)
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    HttpResponse<java.io.InputStream> stream(String query) {
        return send(
                request(ADMIN, JSON.writeValueAsString(Map.of("query", query)), "text/event-stream"),
                HttpResponse.BodyHandlers.ofInputStream());
    }

    private HttpRequest request(@Nullable Identity identity, String body, String accept) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://" + address + "/graphql"))
                .timeout(WITHIN)
                .header("Content-Type", "application/json")
                .header("Accept", accept)
                .POST(HttpRequest.BodyPublishers.ofString(body));
        if (identity != null) {
            request.header(IdentityTokens.HEADER, token(identity));
        }
        return request.build();
    }

    HttpResponse<String> management(String path) {
        String port = context.getEnvironment().getRequiredProperty("local.management.port");
        return send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                        .timeout(WITHIN)
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private <T> HttpResponse<T> send(HttpRequest request, HttpResponse.BodyHandler<T> handler) {
        try {
            return http.send(request, handler);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    static String token(Identity identity) {
        return IdentityTokens.issue(identity, (ECPrivateKey) KEYS.getPrivate(), Clock.systemUTC());
    }

    /** A WebSocket that speaks graphql-transport-ws; without an identity the handshake is tried all the same. */
    Socket socket(@Nullable Identity identity) throws ExecutionException, InterruptedException {
        Socket socket = new Socket();
        WebSocket.Builder builder = http.newWebSocketBuilder().subprotocols("graphql-transport-ws");
        if (identity != null) {
            builder.header(IdentityTokens.HEADER, token(identity));
        }
        socket.socket = builder.buildAsync(URI.create("ws://" + address + "/graphql"), socket)
                .get();
        return socket;
    }

    /** One connection. */
    static final class Socket implements WebSocket.Listener {
        private final BlockingQueue<JsonNode> received = new LinkedBlockingQueue<>();
        private final StringBuilder text = new StringBuilder();
        private @Nullable WebSocket socket;

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
            text.append(data);
            if (last) {
                received.add(JSON.readTree(text.toString()));
                text.setLength(0);
            }
            from.request(1);
            return CompletableFuture.completedStage(null);
        }

        Socket subscribe(String id, String query) throws InterruptedException {
            send(Map.of("type", "connection_init"));
            JsonNode ack = next();
            if (!ack.path("type").asString().equals("connection_ack")) {
                throw new AssertionError(ack);
            }
            send(Map.of("id", id, "type", "subscribe", "payload", Map.of("query", query)));
            return this;
        }

        /** Asks once more over the same connection. */
        Socket ask(String id, String query) {
            send(Map.of("id", id, "type", "subscribe", "payload", Map.of("query", query)));
            return this;
        }

        private void send(Object message) {
            if (socket != null) {
                socket.sendText(JSON.writeValueAsString(message), true).join();
            }
        }

        int received() {
            return received.size();
        }

        /** The next message that is not a ping. */
        JsonNode next() throws InterruptedException {
            while (true) {
                JsonNode message = received.poll(WITHIN.toSeconds(), TimeUnit.SECONDS);
                if (message == null) {
                    throw new AssertionError("nothing came within " + WITHIN);
                }
                if (!message.path("type").asString().equals("ping")) {
                    return message;
                }
            }
        }
    }

    @Override
    public void close() {
        http.shutdownNow();
        context.close();
    }

    /** Publishes as ingest does. */
    static final class Ingest implements AutoCloseable {
        private final KafkaProducer<String, byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", RealKafka.bootstrapServers(), "acks", "all", "linger.ms", "0"),
                new StringSerializer(),
                new ByteArraySerializer());

        void schema(Schema schema) throws ExecutionException, InterruptedException {
            producer.send(new ProducerRecord<>(
                            Topic.SCHEMAS.topicName(), SchemaId.hex(schema.getId()), TestRecords.schemaRecord(schema)))
                    .get();
        }

        void record(SourceRecord record) throws ExecutionException, InterruptedException {
            producer.send(new ProducerRecord<>(Topic.METRICS.topicName(), record.getSource(), record.toByteArray()))
                    .get();
        }

        /** A record of a public topic. */
        void event(Topic topic, String key, String json) throws ExecutionException, InterruptedException {
            producer.send(new ProducerRecord<>(topic.topicName(), key, json.getBytes(StandardCharsets.UTF_8)))
                    .get();
        }

        @Override
        public void close() {
            producer.close(Duration.ofSeconds(5));
        }
    }

    private static KeyPair keys() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Path publicKeyFile() {
        try {
            Path file = Files.createTempFile("vigie-test-key", ".pem");
            file.toFile().deleteOnExit();
            String body = Base64.getMimeEncoder(64, new byte[] {'\n'})
                    .encodeToString(KEYS.getPublic().getEncoded());
            return Files.writeString(file, "-----BEGIN PUBLIC KEY-----\n" + body + "\n-----END PUBLIC KEY-----\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
