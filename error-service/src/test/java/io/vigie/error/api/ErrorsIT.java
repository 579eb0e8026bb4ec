package io.vigie.error.api;

import static io.vigie.error.RunningErrors.OPERATOR;
import static io.vigie.error.RunningErrors.VIEWER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vigie.error.RunningErrors;
import io.vigie.error.intake.TestErrors;
import io.vigie.kit.identity.Identity;
import io.vigie.proto.Topic;
import io.vigie.proto.errors.v1.ErrorEvent;
import io.vigie.proto.errors.v1.Level;
import io.vigie.testkit.events.PublishedSchemas;
import io.vigie.testkit.servers.RealMongo;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Errors from Kafka to REST. */
class ErrorsIT {

    private static final Duration WITHIN = Duration.ofSeconds(90);
    private static final Instant T = Instant.parse("2026-11-21T10:30:00Z");

    @TempDir
    static Path logs;

    private static RunningErrors service;

    private final String name = "s-" + UUID.randomUUID();

    @BeforeAll
    static void start() {
        service = RunningErrors.start(
                RealMongo.freshDatabase(), Map.of("vigie.error.journal.directory", logs.toString()));
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    private void report(ErrorEvent.Builder error) {
        service.report(error.build());
    }

    private ErrorEvent.Builder error(String id, int second, String message) {
        return TestErrors.error(name, id, T.plusSeconds(second), message).toBuilder();
    }

    private JsonNode until(String path, int items) {
        await("items of " + path)
                .atMost(WITHIN)
                .untilAsserted(() -> assertThat(service.get(path).path("items")).hasSize(items));
        return service.get(path);
    }

    @Test
    void anErrorIsListedAsItsSenderReportedIt() {
        report(error("e1", 0, "first"));
        report(error("e2", 5, "Something went wrong")
                .setLevel(Level.LEVEL_CRITICAL)
                .setStack("Error: boom\n    at f (a.js:1:2)")
                .setPath("/api/users")
                .setMethod("GET")
                .setMetadata("{\"userId\":\"123\"}"));

        JsonNode listed = until("/errors?service=" + name, 2);

        assertThat(listed.path("items").get(0).toString())
                .isEqualTo(("{'id':'e2','service':'" + name + "','message':'Something went wrong',"
                                + "'stack':'Error: boom\\n    at f (a.js:1:2)','path':'/api/users','method':'GET',"
                                + "'level':'critical','metadata':{'userId':'123'},'createdAt':'2026-11-21T10:30:05Z'}")
                        .replace('\'', '"'));
        assertThat(listed.path("status").asString()).isEqualTo("ok");
        assertThat(listed.propertyNames()).containsExactly("status", "items");
        assertThat(listed.path("items").get(1).path("stack").isNull()).isTrue();
    }

    @Test
    void errorsAreFilteredAndPaged() {
        for (int i = 0; i < 5; i++) {
            report(error("e" + i, i, "number " + i)
                    .setStack(i == 3 ? "at Deep.method(a.*b)" : "")
                    .setLevel(i % 2 == 0 ? Level.LEVEL_WARNING : Level.LEVEL_FATAL));
        }
        until("/errors?service=" + name, 5);

        assertThat(ids("&take=2&skip=1")).containsExactly("e3", "e2");
        assertThat(ids("&level=fatal")).containsExactly("e3", "e1");
        assertThat(ids("&level=fatal,warning")).hasSize(5);
        assertThat(ids("&text=NUMBER%204")).containsExactly("e4");
        assertThat(ids("&text=a.*b)")).containsExactly("e3");
        assertThat(ids("&text=a.b")).isEmpty();
        assertThat(ids("&from=2026-11-21T10:30:02Z&to=2026-11-21T10:30:04Z")).containsExactly("e3", "e2");
        assertThat(ids("&from=2026-11-22")).isEmpty();
    }

    private List<String> ids(String more) {
        return service.get("/errors?service=" + name + more)
                .path("items")
                .valueStream()
                .map(item -> item.path("id").asString())
                .toList();
    }

    @Test
    void anErrorKnowsItsIssueAndIsToldOnItsTopic() {
        report(error("e1", 0, "told").setPath("/p"));
        until("/errors?service=" + name, 1);
        String address = "/api/v1/errors/e1?service=" + name;
        // It is listed as soon as it is stored, and counted right afterwards.
        await().atMost(WITHIN).until(() -> service.get(address).hasNonNull("issueId"));

        JsonNode one = service.get(address);

        assertThat(one.path("issueId").asString()).matches("[0-9a-f]{20}");
        List<JsonNode> told = RunningErrors.published(Topic.ERROR_EVENTS, name, "", 1);
        assertThat(told).hasSize(1);
        assertThat(told.getFirst().path("subject")).isEqualTo(one.path("issueId"));
        assertThat(told.getFirst().at("/data/path").asString()).isEqualTo("/p");
        assertThat(PublishedSchemas.violations("error-events", told.getFirst())).isEmpty();
    }

    @Test
    void operatorsDeleteAndOthersDoNot() {
        report(error("e1", 0, "one"));
        report(error("e2", 1, "two"));
        report(error("e3", 2, "three"));
        until("/errors?service=" + name, 3);
        String one = "/errors/e1?service=" + name;
        Identity reader = new Identity.Program("abcdEFGH", name, Set.of("read"));

        assertThat(service.send(VIEWER, "DELETE", one, null).statusCode()).isEqualTo(403);
        assertThat(service.send(reader, "DELETE", one, null).statusCode()).isEqualTo(403);
        assertThat(service.send(null, "DELETE", one, null).statusCode()).isEqualTo(401);
        assertThat(RunningErrors.ok(service.send(OPERATOR, "DELETE", one, null)).toString())
                .isEqualTo("{\"status\":\"ok\",\"deleted\":1}");
        assertThat(service.send(OPERATOR, "DELETE", one, null).statusCode()).isEqualTo(404);
        assertThat(ids("")).containsExactly("e3", "e2");

        RunningErrors.ok(service.send(OPERATOR, "DELETE", "/errors/service/" + name, null));
        assertThat(ids("")).isEmpty();
        assertThat(service.get("/api/v1/issues?service=" + name).path("items")).isEmpty();
        assertThat(service.get(stats()).path("count").asLong()).isZero();
        List<JsonNode> audit = RunningErrors.published(Topic.AUDIT, "user:otto", name, 2);
        assertThat(audit).extracting(event -> event.at("/data/kind").asString()).containsExactly("error", "errors");
        assertThat(audit)
                .allSatisfy(event ->
                        assertThat(PublishedSchemas.violations("audit", event)).isEmpty());
    }

    private String stats() {
        return "/api/v1/errors/stats?service=" + name + "&from=2026-11-21T00:00:00Z&to=2026-11-22";
    }

    @Test
    void numbersAreCountedByHourLevelAndService() {
        report(error("e1", 0, "one").setLevel(Level.LEVEL_FATAL));
        report(error("e2", 3_600, "one"));
        report(error("e3", 3_601, "other"));
        report(error("e3", 3_605, "other"));
        until("/errors?service=" + name, 3);

        JsonNode stats = service.get(stats());

        assertThat(stats.path("count").asLong()).isEqualTo(3);
        assertThat(stats.path("levels").toString()).isEqualTo("{\"error\":2,\"fatal\":1}");
        assertThat(stats.path("hours")).hasSize(2);
        assertThat(stats.at("/hours/1/at").asString()).isEqualTo("2026-11-21T11:00:00Z");
        assertThat(stats.at("/services/0/count").asLong()).isEqualTo(3);
        assertThat(stats.at("/services/0/issues").asLong()).isEqualTo(2);
        assertThat(stats.at("/issues/0/issue/title").asString()).isEqualTo("one");
        assertThat(stats.at("/issues/0/count").asLong()).isEqualTo(2);
    }

    @Test
    void aKeyReadsItsOwnServiceAlone() {
        report(error("e1", 0, "mine"));
        until("/errors?service=" + name, 1);
        Identity reader = new Identity.Program("abcdEFGH", name, Set.of("read"));

        assertThat(RunningErrors.ok(service.send(reader, "GET", "/errors", null))
                        .path("items"))
                .hasSize(1);
        assertThat(service.send(reader, "GET", "/errors?service=other", null).statusCode())
                .isEqualTo(403);
        Identity sender = new Identity.Program("abcdEFGH", name, Set.of("errors"));
        assertThat(service.send(sender, "GET", "/errors", null).statusCode()).isEqualTo(403);
    }

    @Test
    void whatIsWrongWithAQuestionIsSaidByNameAndLimit() {
        assertWrong("/errors?take=101", "take", "must be a number from 1 to 100");
        assertWrong("/errors?take=x", "take", "must be a number from 1 to 100");
        assertWrong("/errors?skip=-1", "skip", "must be a number from 0 to 100000");
        assertWrong("/errors?level=bad", "level", "must be of [debug, info, warning, error, critical, fatal]");
        assertWrong(
                "/errors?from=yesterday", "from", "must be a moment as 2026-11-21T08:00:00Z or a day as 2026-11-21");
        assertWrong("/errors?service=" + "x".repeat(101), "service", "must have at most 100 characters");
        assertWrong("/errors?text=a%00b", "text", "must have at most 200 characters");
        assertWrong("/errors?take=1&take=2", "take", "is given 2 times, once is allowed");
        assertWrong("/api/v1/errors/stats?from=2020-01-01", "from", "must be before to, and at most 744 hours");
        assertThat(service.send(VIEWER, "GET", "/api/v1/errors/none", null).statusCode())
                .isEqualTo(404);
    }

    private static void assertWrong(String path, String field, String detail) {
        HttpResponse<String> response = service.send(VIEWER, "GET", path, null);
        assertThat(response.statusCode()).as(path).isEqualTo(400);
        assertThat(response.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        assertThat(response.body()).contains("\"field\":\"" + field + "\"").contains(detail);
    }

    @Test
    void everyErrorIsALineOfTheJournalWithoutSecrets() {
        report(error("journal1", 0, "line one\r\nline two avl_abcdEFGH0123456789012345678901234567"));
        until("/errors?service=" + name, 1);

        await("the line")
                .atMost(WITHIN)
                .untilAsserted(() -> assertThat(Files.readString(logs.resolve("errors.log")))
                        .contains("\"message\":\"line one\\r\\nline two avl_abcdEFGH…\""));
        assertThat(service.management("/actuator/health")).contains("\"mongo\"").contains("\"kafka\"");
        assertThat(service.management("/actuator/prometheus")).contains("vigie_errors_taken_total");
    }

    @Test
    void aRecordThatBreaksTheContractIsADeadLetterAndTheNextIsCounted() {
        report(error("no spaces allowed", 0, "bad"));
        report(error("good", 1, "good"));

        until("/errors?service=" + name, 1);
    }
}
