package io.vigie.alert;

import io.vigie.alert.notice.Notice;
import io.vigie.alert.notice.NoticeSink;
import io.vigie.alert.records.TestRecords;
import io.vigie.kit.identity.Identity;
import io.vigie.kit.identity.IdentityTokens;
import io.vigie.kit.identity.Role;
import io.vigie.proto.SchemaId;
import io.vigie.proto.Topic;
import io.vigie.proto.stream.v1.SourceRecord;
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
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The whole service on free ports, with a client that signs as the gateway does. */
final class RunningAlerts implements AutoCloseable {

    static final Identity ADMIN = new Identity.Person("admin", Role.ADMIN, Set.of());
    static final Identity OPERATOR = new Identity.Person("olga", Role.OPERATOR, Set.of());
    static final Identity VIEWER = new Identity.Person("vera", Role.VIEWER, Set.of());

    private static final Duration WITHIN = Duration.ofSeconds(60);
    private static final KeyPair KEYS = keys();
    private static final Path PUBLIC_KEY = publicKeyFile();
    private static final JsonMapper JSON = JsonMapper.shared();

    private final ConfigurableApplicationContext context;
    private final HttpClient http = HttpClient.newHttpClient();
    private final String address;

    /** A notice that is durably handed over, and when that was. */
    record Handed(Notice notice, long at) {}

    /** Listens to what is handed over. */
    @Configuration(proxyBeanMethods = false)
    static class Listening {

        @Bean
        BlockingQueue<Handed> handed() {
            return new LinkedBlockingQueue<>();
        }

        @Bean
        @Primary
        NoticeSink listeningSink(@Qualifier("noticeSink") NoticeSink sink, BlockingQueue<Handed> handed) {
            return notice -> {
                sink.hand(notice);
                handed.add(new Handed(notice, Clock.systemUTC().millis()));
            };
        }
    }

    private RunningAlerts(ConfigurableApplicationContext context) {
        this.context = context;
        this.address = "127.0.0.1:" + context.getEnvironment().getRequiredProperty("local.server.port");
    }

    static RunningAlerts start(String mongoUri, String group, Map<String, String> more) {
        Map<String, Object> settings = new HashMap<>();
        settings.put("spring.config.name", "alert");
        settings.put("server.port", "0");
        settings.put("management.server.port", "0");
        settings.put("vigie.kafka.bootstrap-servers", RealKafka.bootstrapServers());
        settings.put("spring.mongodb.uri", mongoUri);
        settings.put("vigie.identity.public-key", PUBLIC_KEY.toString());
        settings.put("vigie.alert.evaluation.group", group);
        settings.put("vigie.alert.incident.group", group + "-incidents");
        settings.putAll(more);
        SpringApplication application = new SpringApplication(AlertApplication.class, Listening.class);
        application.setRegisterShutdownHook(false);
        return new RunningAlerts(application.run(settings.entrySet().stream()
                .map(setting -> "--" + setting.getKey() + "=" + setting.getValue())
                .toArray(String[]::new)));
    }

    @SuppressWarnings("unchecked")
    BlockingQueue<Handed> handed() {
        return (BlockingQueue<Handed>) context.getBean("handed", BlockingQueue.class);
    }

    HttpResponse<String> call(Identity identity, String method, String path, @Nullable Object body) {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://" + address + path))
                .timeout(WITHIN)
                .header("Content-Type", "application/json")
                .header(IdentityTokens.HEADER, token(identity))
                .method(
                        method,
                        body == null
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(
                                        body instanceof String text ? text : JSON.writeValueAsString(body)))
                .build();
        return send(request);
    }

    JsonNode json(Identity identity, String method, String path, @Nullable Object body) {
        HttpResponse<String> response = call(identity, method, path, body);
        if (response.statusCode() >= 300) {
            throw new AssertionError(method + " " + path + ": " + response.statusCode() + " " + response.body());
        }
        return JSON.readTree(response.body());
    }

    HttpResponse<String> management(String path) {
        String port = context.getEnvironment().getRequiredProperty("local.management.port");
        return send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(WITHIN)
                .build());
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

    static String token(Identity identity) {
        return IdentityTokens.issue(identity, (ECPrivateKey) KEYS.getPrivate(), Clock.systemUTC());
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

        void schema() throws ExecutionException, InterruptedException {
            producer.send(new ProducerRecord<>(
                            Topic.SCHEMAS.topicName(),
                            SchemaId.hex(TestRecords.PI.getId()),
                            TestRecords.schemaRecord(TestRecords.PI)))
                    .get();
        }

        void record(SourceRecord record) throws ExecutionException, InterruptedException {
            producer.send(new ProducerRecord<>(Topic.METRICS.topicName(), record.getSource(), record.toByteArray()))
                    .get();
        }

        void event(Topic topic, String key, String json) throws ExecutionException, InterruptedException {
            producer.send(new ProducerRecord<>(
                            topic.topicName(), key, json.getBytes(java.nio.charset.StandardCharsets.UTF_8)))
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
