package io.vigie.alert.api;

import io.vigie.alert.AlertApplication;
import io.vigie.kit.identity.Identity;
import io.vigie.kit.identity.IdentityTokens;
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
import org.jspecify.annotations.Nullable;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.json.JsonMapper;

/** The whole service on free ports, and a client that signs as the gateway does. */
final class RunningService implements AutoCloseable {

    private static final Duration WITHIN = Duration.ofSeconds(60);

    private final ConfigurableApplicationContext context;
    private final KeyPair keys;
    private final HttpClient http = HttpClient.newHttpClient();

    private RunningService(ConfigurableApplicationContext context, KeyPair keys) {
        this.context = context;
        this.keys = keys;
    }

    static RunningService start(String mongoUri, Map<String, String> more) {
        KeyPair keys = keyPair();
        Map<String, String> settings = new HashMap<>(more);
        settings.put("spring.config.name", "alert");
        settings.put("server.port", "0");
        settings.put("management.server.port", "0");
        settings.put("vigie.kafka.bootstrap-servers", RealKafka.bootstrapServers());
        settings.put("spring.mongodb.uri", mongoUri);
        settings.put("vigie.identity.public-key", publicKeyFile(keys).toString());
        SpringApplication application = new SpringApplication(AlertApplication.class);
        application.setRegisterShutdownHook(false);
        return new RunningService(
                application.run(settings.entrySet().stream()
                        .map(setting -> "--" + setting.getKey() + "=" + setting.getValue())
                        .toArray(String[]::new)),
                keys);
    }

    <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    HttpResponse<String> call(Identity identity, String method, String path, @Nullable Object body) {
        String port = context.getEnvironment().getRequiredProperty("local.server.port");
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(WITHIN)
                .header("Content-Type", "application/json")
                .header(
                        IdentityTokens.HEADER,
                        IdentityTokens.issue(identity, (ECPrivateKey) keys.getPrivate(), Clock.systemUTC()))
                .method(
                        method,
                        body == null
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(
                                        JsonMapper.shared().writeValueAsString(body)))
                .build();
        try {
            return http.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        http.shutdownNow();
        context.close();
    }

    private static KeyPair keyPair() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Path publicKeyFile(KeyPair keys) {
        try {
            Path file = Files.createTempFile("vigie-test-key", ".pem");
            file.toFile().deleteOnExit();
            String body = Base64.getMimeEncoder(64, new byte[] {'\n'})
                    .encodeToString(keys.getPublic().getEncoded());
            return Files.writeString(file, "-----BEGIN PUBLIC KEY-----\n" + body + "\n-----END PUBLIC KEY-----\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
