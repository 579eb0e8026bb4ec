package io.vigie.alert.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.read.ListAppender;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import com.mongodb.ConnectionString;
import com.mongodb.reactivestreams.client.MongoClients;
import io.vigie.alert.notice.NoticeSink;
import io.vigie.alert.notice.TestNotices;
import io.vigie.alert.sending.TestReceiver;
import io.vigie.kit.identity.Identity;
import io.vigie.kit.identity.Role;
import io.vigie.testkit.servers.RealMongo;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ChannelsIT {

    private static final Duration WITHIN = Duration.ofSeconds(60);
    private static final Identity ADMIN = new Identity.Person("ada", Role.ADMIN, Set.of());
    private static final Identity OPERATOR = new Identity.Person("olga", Role.OPERATOR, Set.of());
    private static final Identity OF_RENNES = new Identity.Person("remy", Role.OPERATOR, Set.of("RENNES"));
    private static final Identity VIEWER = new Identity.Person("vera", Role.VIEWER, Set.of());
    private static final Identity PROGRAM = new Identity.Program("abcdEFGH", "shop", Set.of("read"));
    private static final String TOKEN = "T0KEN-that-nobody-may-see";
    private static final String PASSWORD = "pa55word-that-nobody-may-see";
    private static final String SIGNING = "whsec_c2VjcmV0LXRoYXQtbm9ib2R5LW1heS1zZWUtYWdhaW4=";

    private static final List<String> SECRETS = List.of(TOKEN, PASSWORD, SIGNING.substring(6, 30));

    private final String uri = RealMongo.freshDatabase();
    private final GreenMail mail = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
    private final TestReceiver good = TestReceiver.answering((nth, got) -> 200);
    private final TestReceiver fixed = TestReceiver.answering((nth, got) -> 200);
    private final ListAppender<ILoggingEvent> leaks = new ListAppender<>() {
        @Override
        protected void append(ILoggingEvent event) {
            String text = event.getFormattedMessage() + " " + event.getThrowableProxy();
            // The receiver of these tests tells what it gets.
            if (SECRETS.stream().anyMatch(text::contains)
                    && !event.getLoggerName().equals("com.sun.net.httpserver")) {
                list.add(event);
            }
        }
    };
    private final Logger root = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
    private @Nullable Appender<ILoggingEvent> console;
    private RunningService service;
    private Path keys;

    @BeforeAll
    void start(@TempDir Path folder) {
        keys = folder;
        mail.start();
        mail.setUser("vigie@example.org", "vigie", PASSWORD);
        service = RunningService.start(
                uri,
                Map.of(
                        "vigie.alert.key-directory", folder.toString(),
                        "vigie.alert.allowed-hosts", "127.0.0.1",
                        "vigie.alert.product-name", "Neopro",
                        "ENABLE_WEBHOOK", "true",
                        "WEBHOOK_URL", fixed.url() + "/fixed/" + TOKEN,
                        "vigie.alert.delivery.first-retry", "50ms"));
        console = root.getAppender("console");
        root.detachAppender("console");
        root.setLevel(Level.DEBUG);
        leaks.setContext(root.getLoggerContext());
        leaks.start();
        root.addAppender(leaks);
    }

    @AfterAll
    void stop() {
        root.detachAppender(leaks);
        root.setLevel(Level.WARN);
        if (console != null) {
            root.addAppender(console);
        }
        service.close();
        good.close();
        fixed.close();
        mail.stop();
    }

    private static Map<String, Object> draft(String kind, String... settings) {
        List<Map<String, String>> entries = new java.util.ArrayList<>();
        for (int i = 0; i < settings.length; i += 2) {
            entries.add(Map.of("name", settings[i], "value", settings[i + 1]));
        }
        return Map.of("name", "my " + kind, "kind", kind, "settings", entries);
    }

    private Map<String, Object> emailDraft(String... more) {
        List<String> settings = new java.util.ArrayList<>(List.of(
                "host",
                "127.0.0.1",
                "port",
                "" + mail.getSmtp().getPort(),
                "security",
                "none",
                "user",
                "vigie",
                "from",
                "vigie@example.org",
                "to",
                "ops@example.org"));
        settings.addAll(List.of(more));
        return draft("email", settings.toArray(String[]::new));
    }

    private JsonNode create(Map<String, Object> draft) {
        HttpResponse<String> response = service.call(ADMIN, "POST", "/api/v1/channels", draft);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(201);
        return JsonMapper.shared().readTree(response.body());
    }

    private JsonNode get(Identity who, String path) {
        HttpResponse<String> response = service.call(who, "GET", path, null);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return JsonMapper.shared().readTree(response.body());
    }

    private void assertRefused(@Nullable Object body, String field) {
        HttpResponse<String> response = service.call(ADMIN, "POST", "/api/v1/channels", body);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(400);
        assertThat(response.body()).contains("\"field\":\"" + field + "\"").doesNotContain(TOKEN);
    }

    @Test
    void aChannelIsMadeShownTestedChangedAndDeleted() {
        String id = create(draft("fleet_webhook", "url", good.url() + "/hook/" + TOKEN))
                .get("id")
                .stringValue();

        JsonNode shown = get(ADMIN, "/api/v1/channels/" + id);
        assertThat(shown.get("kind").stringValue()).isEqualTo("fleet_webhook");
        assertThat(shown.get("enabled").booleanValue()).isTrue();
        assertThat(shown.get("language").stringValue()).isEqualTo("fr");
        assertThat(shown.get("minLevel").stringValue()).isEqualTo("warning");
        assertThat(shown.get("resolved").booleanValue()).isFalse();
        assertThat(shown.get("fixed").booleanValue()).isFalse();
        assertThat(shown.get("settings").toString())
                .isEqualTo("[{\"name\":\"url\",\"value\":\"" + good.url() + "/…\"}]");
        assertThat(shown.get("lastDelivery").isNull()).isTrue();

        JsonNode tested = JsonMapper.shared()
                .readTree(service.call(ADMIN, "POST", "/api/v1/channels/" + id + "/test", null)
                        .body());
        assertThat(tested.get("state").stringValue()).isEqualTo("delivered");
        assertThat(tested.get("kind").stringValue()).isEqualTo("test");
        assertThat(tested.get("receipt").stringValue()).isEqualTo("HTTP 200");
        assertThat(tested.get("alertId").isNull()).isTrue();
        assertThat(good.got()).anySatisfy(got -> {
            assertThat(got.path()).isEqualTo("/hook/" + TOKEN);
            assertThat(got.id()).isEqualTo(tested.get("id").stringValue());
            assertThat(got.body()).contains("Ceci est un essai");
        });

        Map<String, Object> change = Map.of(
                "name", "renamed", "kind", "fleet_webhook", "enabled", false, "language", "en", "settings", List.of());
        HttpResponse<String> changed = service.call(ADMIN, "PUT", "/api/v1/channels/" + id, change);
        assertThat(changed.statusCode()).as(changed.body()).isEqualTo(200);
        assertThat(changed.body())
                .contains("\"name\":\"renamed\"", "\"enabled\":false", good.url() + "/…", "\"kind\":\"test\"");

        assertThat(service.call(ADMIN, "DELETE", "/api/v1/channels/" + id, null).statusCode())
                .isEqualTo(204);
        assertThat(service.call(ADMIN, "GET", "/api/v1/channels/" + id, null).statusCode())
                .isEqualTo(404);
    }

    @Test
    void noSecretIsStoredInPlainOrAnsweredOrLogged() throws Exception {
        String answers = "";
        JsonNode slack = create(draft("slack", "url", good.url() + "/services/" + TOKEN));
        JsonNode email = create(emailDraft("password", PASSWORD));
        JsonNode signed = create(draft("webhook", "url", good.url() + "/w/" + TOKEN, "secret", SIGNING));
        for (JsonNode channel : List.of(slack, email, signed)) {
            String path = "/api/v1/channels/" + channel.get("id").stringValue();
            answers += channel + service.call(ADMIN, "GET", path, null).body();
            answers += service.call(ADMIN, "POST", path + "/test", null).body();
        }
        service.bean(NoticeSink.class).hand(TestNotices.temperature("secrets"));
        await().atMost(WITHIN)
                .untilAsserted(() -> assertThat(get(
                                OPERATOR,
                                "/api/v1/deliveries?state=delivered&channel="
                                        + email.get("id").stringValue()))
                        .hasSize(2));
        answers += service.call(ADMIN, "GET", "/api/v1/channels", null).body();
        answers += service.call(ADMIN, "GET", "/api/v1/deliveries", null).body();

        assertThat(mail.getReceivedMessages()).isNotEmpty();
        for (String secret : SECRETS) {
            assertThat(answers).doesNotContain(secret);
            assertThat(stored()).doesNotContain(secret);
        }
        assertThat(List.copyOf(leaks.list)).isEmpty();
        assertThat(Files.exists(keys.resolve("channel-key"))).isTrue();
    }

    private String stored() {
        try (var client = MongoClients.create(uri)) {
            var database = client.getDatabase(Objects.requireNonNull(new ConnectionString(uri).getDatabase()));
            return Flux.from(database.listCollectionNames())
                    .concatMap(name -> database.getCollection(name).find())
                    .map(Document::toJson)
                    .collectList()
                    .blockOptional(WITHIN)
                    .orElseThrow()
                    .toString();
        }
    }

    @Test
    void aSigningSecretThatNobodyChoseIsShownOnce() {
        JsonNode made = create(draft("webhook", "url", good.url()));

        assertThat(made.get("settings").toString()).contains("\"name\":\"secret\",\"value\":\"whsec_");
        assertThat(get(ADMIN, "/api/v1/channels/" + made.get("id").stringValue())
                        .toString())
                .doesNotContain("whsec_");
    }

    @Test
    void whatWasSetOnTheMachineIsShownAndNotChanged() throws Exception {
        JsonNode shown = get(ADMIN, "/api/v1/channels/env-webhook");
        assertThat(shown.get("fixed").booleanValue()).isTrue();
        assertThat(shown.toString()).doesNotContain(TOKEN).contains(fixed.url() + "/…");

        for (String method : List.of("PUT", "DELETE")) {
            HttpResponse<String> refused = service.call(
                    ADMIN, method, "/api/v1/channels/env-webhook", draft("fleet_webhook", "url", good.url()));
            assertThat(refused.statusCode()).isEqualTo(403);
        }
        service.bean(NoticeSink.class).hand(TestNotices.temperature("fixed"));
        await().atMost(WITHIN)
                .untilAsserted(() -> assertThat(fixed.got())
                        .anySatisfy(got -> assertThat(got.body())
                                .isEqualTo(
                                        "{\"siteId\":\"cesson-b827eb123456\",\"clubName\":\"CESSON\",\"alert\":{\"level\":\"critical\","
                                                + "\"type\":\"temperature\",\"message\":\"Température élevée: 78.2°C\",\"value\":\"78.2\"},"
                                                + "\"timestamp\":1733319322000}")));
    }

    @Test
    void whatCannotWorkIsRefusedByTheNameOfItsField() {
        assertRefused(Map.of("kind", "slack"), "name");
        assertRefused(draft("pigeon"), "kind");
        assertRefused(Map.of("name", "x", "kind", "slack", "language", "de"), "language");
        assertRefused(Map.of("name", "x", "kind", "slack", "minLevel", "high"), "minLevel");
        assertRefused(draft("slack"), "settings.url");
        assertRefused(draft("slack", "url", "ftp://x/" + TOKEN), "settings.url");
        assertRefused(draft("slack", "nose", "x"), "settings[0]");
        assertRefused(draft("webhook", "url", good.url(), "secret", "short"), "settings.secret");
        assertRefused(
                draft("email", "host", "127.0.0.1", "from", "x@y.fr\r\nBcc: z@y.fr", "to", "a@b.fr"), "settings.from");
        assertRefused(draft("email", "host", "127.0.0.1", "from", "x@y.fr", "to", ""), "settings.to");
        assertRefused(
                draft("email", "host", "127.0.0.1", "port", "0", "from", "x@y.fr", "to", "a@b.fr"), "settings.port");
    }

    @Test
    void nobodyTypesInAnAddressOfThisNetwork() {
        for (String host : List.of(
                "localhost",
                "127.0.0.2",
                "10.1.2.3",
                "169.254.169.254",
                "[::1]",
                "[::ffff:127.0.0.1]",
                "[fe80::1]",
                "0.0.0.0")) {
            assertRefused(draft("slack", "url", "https://" + host + "/" + TOKEN), "settings.url");
        }
        assertRefused(draft("slack", "url", "http://hooks.slack.com/" + TOKEN), "settings.url");
        assertRefused(draft("email", "host", "localhost", "from", "x@y.fr", "to", "a@b.fr"), "settings.host");
    }

    @Test
    void aPasswordDoesNotFollowToAnotherServer() {
        String id = create(emailDraft("password", PASSWORD)).get("id").stringValue();
        Map<String, Object> elsewhere = draft(
                "email",
                "host",
                "127.0.0.1",
                "port",
                "2525",
                "security",
                "none",
                "user",
                "vigie",
                "from",
                "a@b.fr",
                "to",
                "a@b.fr");

        HttpResponse<String> refused = service.call(ADMIN, "PUT", "/api/v1/channels/" + id, elsewhere);
        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(refused.body()).contains("settings.password");
        assertThat(service.call(ADMIN, "PUT", "/api/v1/channels/" + id, emailDraft())
                        .statusCode())
                .isEqualTo(200);
        assertThat(service.call(ADMIN, "POST", "/api/v1/channels/" + id + "/test", null)
                        .body())
                .contains("\"state\":\"delivered\"");
    }

    @Test
    void aTestSaysWhatWentWrong() {
        try (TestReceiver bad = TestReceiver.answering((nth, got) -> 404)) {
            String id = create(draft("discord", "url", bad.url() + "/api/webhooks/" + TOKEN))
                    .get("id")
                    .stringValue();

            String answer = service.call(ADMIN, "POST", "/api/v1/channels/" + id + "/test", null)
                    .body();
            assertThat(answer).contains("\"state\":\"failed\"", "\"error\":\"HTTP 404\"", "\"deliveredAt\":null");
            service.call(ADMIN, "DELETE", "/api/v1/channels/" + id, null);
        }
    }

    @Test
    void channelsAreForAdminsAndDeliveriesForOperatorsOfTheirClubs() throws Exception {
        for (Identity other : List.of(OPERATOR, VIEWER, PROGRAM)) {
            assertThat(service.call(other, "GET", "/api/v1/channels", null).statusCode())
                    .isEqualTo(403);
            assertThat(service.call(other, "POST", "/api/v1/channels", draft("slack", "url", good.url()))
                            .statusCode())
                    .isEqualTo(403);
            assertThat(service.call(other, "POST", "/api/v1/channels/env-webhook/test", null)
                            .statusCode())
                    .isEqualTo(403);
        }
        assertThat(service.call(VIEWER, "GET", "/api/v1/deliveries", null).statusCode())
                .isEqualTo(403);
        service.bean(NoticeSink.class).hand(TestNotices.temperature("clubs"));
        await().atMost(WITHIN)
                .untilAsserted(() -> assertThat(get(OPERATOR, "/api/v1/deliveries?channel=env-webhook"))
                        .isNotEmpty());
        assertThat(get(OF_RENNES, "/api/v1/deliveries")).isEmpty();
        assertThat(service.call(OPERATOR, "GET", "/api/v1/deliveries?limit=201", null)
                        .statusCode())
                .isEqualTo(400);
        assertThat(service.call(OPERATOR, "GET", "/api/v1/deliveries?state=lost", null)
                        .statusCode())
                .isEqualTo(400);
    }
}
