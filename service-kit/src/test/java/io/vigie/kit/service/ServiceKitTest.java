package io.vigie.kit.service;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.vigie.kit.identity.EcKeys;
import io.vigie.kit.identity.Identity;
import io.vigie.kit.identity.IdentityConfiguration;
import io.vigie.kit.identity.IdentityTokens;
import io.vigie.kit.identity.IdentityWebFilter;
import io.vigie.kit.identity.Role;
import io.vigie.kit.problem.FieldError;
import io.vigie.kit.problem.ProblemCode;
import io.vigie.kit.problem.ProblemException;
import io.vigie.testkit.architecture.ArchitectureRules;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.task.TaskSchedulingAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.EntityExchangeResult;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Operators;
import reactor.util.context.Context;

class ServiceKitTest {

    @TempDir
    private static Path folder;

    private static ConfigurableApplicationContext context;
    private static WebTestClient anonymous;
    private static WebTestClient admin;

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @Import({ServiceKitConfiguration.class, IdentityConfiguration.class, Probe.class})
    static class Application {}

    record Sample(String name, List<Integer> values) {}

    @RestController
    static class Probe {

        @GetMapping("/who")
        Mono<String> who() {
            return IdentityWebFilter.current().map(Identity::subject);
        }

        @GetMapping(value = "/text", produces = "text/plain")
        String text(@RequestParam int number) {
            return "number " + number;
        }

        @PostMapping(value = "/sample", consumes = "application/json")
        String sample(@RequestBody Sample sample) {
            throw new ProblemException(
                    "The sample is not valid", List.of(new FieldError("name", "at most 3 characters are allowed")));
        }

        @GetMapping("/bug")
        String bug() {
            throw new IllegalStateException("mongodb://admin:password@host says no");
        }

        @GetMapping("/gone")
        Mono<String> gone(@RequestParam boolean aborted) {
            return Mono.error(
                    aborted ? new AbortedException() : new IOException("recvAddress(..): Connection reset by peer"));
        }

        /** Known by its name, as Reactor Netty's is. */
        static final class AbortedException extends RuntimeException {
            private static final long serialVersionUID = 1L;
        }

        @GetMapping("/busy")
        String busy() {
            throw ProblemException.retry(ProblemCode.RESOURCE_EXHAUSTED, "Slow down", Duration.ofMillis(1500));
        }
    }

    @BeforeAll
    static void start() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        KeyPair keys = generator.generateKeyPair();
        Path keyFile = folder.resolve("key.pem");
        Files.writeString(keyFile, EcKeys.pem((ECPublicKey) keys.getPublic()));
        SpringApplication application = new SpringApplication(Application.class);
        context = application.run(
                "--server.port=0",
                "--management.server.port=0",
                "--spring.config.import=classpath:vigie-service.yml",
                "--vigie.identity.public-key=" + keyFile,
                "--vigie.autoconfigure.deny=org.springframework.boot.autoconfigure.task",
                "--spring.http.codecs.max-in-memory-size=1KB");
        int port = context.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
        anonymous = WebTestClient.bindToServer()
                .baseUrl("http://127.0.0.1:" + port)
                .responseTimeout(Duration.ofSeconds(30))
                .build();
        String token = IdentityTokens.issue(
                new Identity.Person("admin", Role.ADMIN, Set.of()),
                (ECPrivateKey) keys.getPrivate(),
                Clock.systemUTC());
        admin = anonymous.mutate().defaultHeader(IdentityTokens.HEADER, token).build();
    }

    @AfterAll
    static void stop() {
        context.close();
    }

    @Test
    void keepsTheRulesOfTheHouse() {
        ArchitectureRules.check("io.vigie.kit");
    }

    @Test
    void whoHasATokenOfTheGatewayIsKnown() {
        isKnown();
    }

    private static void isKnown() {
        admin.get().uri("/who").exchange().expectBody(String.class).isEqualTo("user:admin");
    }

    @Test
    void whoHasNoneIsToldSo() {
        assertThat(problem(anonymous.get().uri("/who"), 401, "unauthenticated")
                        .getResponseHeaders()
                        .getFirst("WWW-Authenticate"))
                .isEqualTo("Bearer");
        problem(anonymous.get().uri("/who").header(IdentityTokens.HEADER, "x"), 401, "unauthenticated");
        String management = context.getEnvironment().getRequiredProperty("local.management.port");
        anonymous
                .get()
                .uri("http://127.0.0.1:" + management + "/actuator/health/readiness")
                .exchange()
                .expectStatus()
                .isOk();
    }

    @Test
    void everyErrorIsAProblem() {
        assertThat(problem(admin.get().uri("/nowhere"), 404, "not_found").getResponseBody())
                .contains("\"instance\":\"/nowhere\"")
                .contains("\"type\":\"urn:vigie:problem:not-found\"");
        assertThat(problem(admin.delete().uri("/who"), 405, "method_not_allowed")
                        .getResponseHeaders()
                        .getFirst("Allow"))
                .isEqualTo("GET");
        problem(admin.get().uri("/text?number=1").accept(MediaType.APPLICATION_PDF), 406, "not_acceptable");
        problem(post("text/plain", "x"), 415, "unsupported_media_type");
        problem(post("application/json", "{\"name\": \"" + "x".repeat(2000) + "\"}"), 413, "payload_too_large");
        assertThat(problem(admin.get().uri("/busy"), 429, "resource_exhausted")
                        .getResponseHeaders()
                        .getFirst("Retry-After"))
                .isEqualTo("2");
    }

    @Test
    void whatIsWrongWithAFieldIsSaidByItsName() {
        assertThat(problem(admin.get().uri("/text"), 400, "invalid_argument").getResponseBody())
                .contains("\"field\":\"number\"");
        assertThat(problem(post("application/json", "{\"values\": [1, \"two\"]}"), 400, "invalid_argument")
                        .getResponseBody())
                .contains("\"field\":\"values[1]\"");
        assertThat(problem(post("application/json", "{\"name\": \"long\"}"), 400, "invalid_argument")
                        .getResponseBody())
                .contains("{\"field\":\"name\",\"detail\":\"at most 3 characters are allowed\"}");
        assertThat(problem(post("application/json", "{\"name\": "), 400, "invalid_argument")
                        .getResponseBody())
                .contains("The body is not valid JSON: line 1");
    }

    @Test
    void aBugStaysInTheLogAndIsFoundByItsTraceId() {
        String trace = "0af7651916cd43dd8448eb211c80319c";
        assertThat(problem(
                                admin.get().uri("/bug").header("traceparent", "00-" + trace + "-b7ad6b7169203331-01"),
                                500,
                                "internal")
                        .getResponseBody())
                .contains(trace)
                .doesNotContain("mongodb", "IllegalState", "at io.");
    }

    @Test
    void aBrowserThatGoesAwayIsNoFault() {
        List<ILoggingEvent> told = told(() -> {
            problem(admin.get().uri("/gone?aborted=true"), 503, "unavailable");
            problem(admin.get().uri("/gone?aborted=false"), 503, "unavailable");
            Operators.onErrorDropped(new IOException("Connection reset by peer"), Context.empty());
            Operators.onErrorDropped(new IllegalStateException(new Probe.AbortedException()), Context.empty());
        });

        assertThat(told).isEmpty();
        assertThat(told(() -> Operators.onErrorDropped(new IllegalStateException("a bug"), Context.empty())))
                .singleElement()
                .satisfies(event ->
                        assertThat(event.getThrowableProxy().getMessage()).isEqualTo("a bug"));
    }

    /** What is logged meanwhile at WARN or above. */
    private static List<ILoggingEvent> told(Runnable action) {
        Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        ListAppender<ILoggingEvent> appender = new ListAppender<>();
        appender.start();
        root.addAppender(appender);
        try {
            action.run();
        } finally {
            root.detachAppender(appender);
        }
        return appender.list.stream()
                .filter(event -> event.getLevel().isGreaterOrEqual(Level.WARN))
                .toList();
    }

    @Test
    void deniedAutoConfigurationStaysAway() {
        assertThat(context.getBeansOfType(TaskSchedulingAutoConfiguration.class))
                .isEmpty();
    }

    @Test
    void closingOneContextLeavesTheServersOfOthersAlone() {
        SpringApplication application = new SpringApplication(Application.class);
        application.setDefaultProperties(Map.of("server.port", "0"));
        application
                .run(
                        "--management.server.port=0",
                        "--vigie.identity.public-key=" + folder.resolve("key.pem"),
                        "--spring.config.import=classpath:vigie-service.yml",
                        "--vigie.autoconfigure.deny=org.springframework.boot.autoconfigure.task")
                .close();

        isKnown();
    }

    private static WebTestClient.RequestHeadersSpec<?> post(String type, String body) {
        return admin.post()
                .uri("/sample")
                .header("Content-Type", type)
                .bodyValue(body.getBytes(StandardCharsets.UTF_8));
    }

    private static EntityExchangeResult<String> problem(
            WebTestClient.RequestHeadersSpec<?> request, int status, String code) {
        EntityExchangeResult<String> result = request.exchange()
                .expectStatus()
                .isEqualTo(status)
                .expectHeader()
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .expectBody(String.class)
                .returnResult();
        assertThat(result.getResponseBody())
                .contains("\"code\":\"" + code + "\"")
                .contains("\"traceId\"");
        return result;
    }
}
