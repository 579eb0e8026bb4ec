package io.vigie.error;

import io.vigie.kit.identity.Identity;
import io.vigie.kit.identity.IdentityTokens;
import io.vigie.kit.identity.Role;
import io.vigie.proto.Topic;
import io.vigie.proto.errors.v1.ErrorEvent;
import io.vigie.testkit.servers.RealKafka;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.ECPrivateKey;
import java.security.spec.ECGenParameterSpec;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The whole service on free ports, with a client that signs as the gateway does and a producer that publishes as ingest does. */
public final class RunningErrors implements AutoCloseable {

    public static final Identity VIEWER = new Identity.Person("vera", Role.VIEWER, Set.of());
    public static final Identity OPERATOR = new Identity.Person("otto", Role.OPERATOR, Set.of());

    private static final Duration WITHIN = Duration.ofSeconds(60);
    private static final KeyPair KEYS = keys();
    private static final Path PUBLIC_KEY = publicKeyFile();
    private static final JsonMapper JSON = JsonMapper.shared();

    private final ConfigurableApplicationContext context;
    private final HttpClient http = HttpClient.newHttpClient();
    private final KafkaProducer<String, byte[]> producer = new KafkaProducer<>(
            Map.of("bootstrap.servers", RealKafka.bootstrapServers(), "acks", "all", "linger.ms", "0"),
            new StringSerializer(),
            new ByteArraySerializer());

    private RunningErrors(ConfigurableApplicationContext context) {
        this.context = context;
    }

    /** Starts it; {@code more} are settings besides. */
    public static RunningErrors start(String mongoUri, Map<String, String> more) {
        Map<String, Object> settings = new HashMap<>();
        settings.put("spring.config.name", "error");
        settings.put("server.port", "0");
        settings.put("management.server.port", "0");
        settings.put("vigie.kafka.bootstrap-servers", RealKafka.bootstrapServers());
        settings.put("spring.mongodb.uri", mongoUri);
        settings.put("vigie.identity.public-key", PUBLIC_KEY.toString());
        settings.put("vigie.error.intake.group", "test-" + UUID.randomUUID());
        settings.putAll(more);
        SpringApplication application = new SpringApplication(ErrorApplication.class);
        application.setRegisterShutdownHook(false);
        return new RunningErrors(application.run(settings.entrySet().stream()
                .map(setting -> "--" + setting.getKey() + "=" + setting.getValue())
                .toArray(String[]::new)));
    }

    /** One of its beans. */
    public <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    /** Publishes an error and waits until Kafka has it. */
    public void report(ErrorEvent error) {
        try {
            producer.send(new ProducerRecord<>(Topic.ERRORS.topicName(), error.getService(), error.toByteArray()))
                    .get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    public HttpResponse<String> send(@Nullable Identity identity, String method, String path, @Nullable String body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(
                        "http://127.0.0.1:" + context.getEnvironment().getRequiredProperty("local.server.port") + path))
                .timeout(WITHIN)
                .header("Content-Type", "application/json")
                .method(
                        method,
                        body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body));
        if (identity != null) {
            request.header(
                    IdentityTokens.HEADER,
                    IdentityTokens.issue(identity, (ECPrivateKey) KEYS.getPrivate(), Clock.systemUTC()));
        }
        return send(request.build());
    }

    /** What a viewer gets. */
    public JsonNode get(String path) {
        return ok(send(VIEWER, "GET", path, null));
    }

    public static JsonNode ok(HttpResponse<String> response) {
        if (response.statusCode() / 100 != 2) {
            throw new AssertionError(response.statusCode() + " " + response.body());
        }
        return JSON.readTree(response.body());
    }

    public String management(String path) {
        String port = context.getEnvironment().getRequiredProperty("local.management.port");
        return send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                        .timeout(WITHIN)
                        .build())
                .body();
    }

    private HttpResponse<String> send(HttpRequest request) {
        try {
            return http.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** What is on a public topic of records with this key and with this text in them, once there are so many. */
    public static List<JsonNode> published(Topic topic, String key, String text, int count) {
        Awaitility.await(count + " records on " + topic)
                .atMost(WITHIN)
                .until(() -> published(topic, key, text).size() >= count);
        return published(topic, key, text);
    }

    private static List<JsonNode> published(Topic topic, String key, String text) {
        return published(topic, key).stream()
                .filter(event -> event.toString().contains(text))
                .toList();
    }

    private static List<JsonNode> published(Topic topic, String key) {
        try (KafkaConsumer<String, byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", RealKafka.bootstrapServers()),
                new StringDeserializer(),
                new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = new ArrayList<>();
            for (PartitionInfo partition : consumer.partitionsFor(topic.topicName())) {
                partitions.add(new TopicPartition(partition.topic(), partition.partition()));
            }
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            List<JsonNode> found = new ArrayList<>();
            while (partitions.stream()
                    .anyMatch(partition -> consumer.position(partition) < ends.getOrDefault(partition, 0L))) {
                consumer.poll(Duration.ofMillis(200)).forEach(record -> {
                    if (record.key().equals(key)) {
                        found.add(JSON.readTree(record.value()));
                    }
                });
            }
            return found;
        }
    }

    @Override
    public void close() {
        producer.close(Duration.ofSeconds(5));
        http.shutdownNow();
        context.close();
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
