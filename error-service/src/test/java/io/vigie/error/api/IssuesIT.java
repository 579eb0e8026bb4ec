package io.vigie.error.api;

import static io.vigie.error.RunningErrors.OPERATOR;
import static io.vigie.error.RunningErrors.VIEWER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vigie.error.RunningErrors;
import io.vigie.error.intake.TestErrors;
import io.vigie.kit.identity.Identity;
import io.vigie.proto.Topic;
import io.vigie.proto.errors.v1.Level;
import io.vigie.testkit.events.PublishedSchemas;
import io.vigie.testkit.servers.RealMongo;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Issues from Kafka to REST, and what people do with them. */
class IssuesIT {

    private static final Duration WITHIN = Duration.ofSeconds(90);

    private static RunningErrors service;

    private final String name = "s-" + UUID.randomUUID();
    private final Instant now = Clock.systemUTC().instant();

    @BeforeAll
    static void start() {
        service = RunningErrors.start(RealMongo.freshDatabase(), Map.of("vigie.error.intake.bodies-per-day", "3"));
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    private void report(String id, Instant at, String message) {
        service.report(TestErrors.error(name, id, at, message));
    }

    private JsonNode issue(long count) {
        String path = "/api/v1/issues?service=" + name;
        await("an issue of " + count)
                .atMost(WITHIN)
                .untilAsserted(
                        () -> assertThat(service.get(path).at("/items/0/count").asLong())
                                .isEqualTo(count));
        return service.get(path).at("/items/0");
    }

    private static JsonNode act(String method, String path, String body) {
        return RunningErrors.ok(service.send(OPERATOR, method, path, body));
    }

    private List<String> told(int count) {
        return RunningErrors.published(Topic.ISSUES, name, "", count).stream()
                .map(event -> event.path("type").asString().replaceAll("io.vigie.issue.(.*).v1", "$1"))
                .toList();
    }

    @Test
    void anIssueIsCreatedResolvedAndComesBack() {
        report("e1", now.minusSeconds(60), "boom");
        JsonNode issue = issue(1);
        String path = "/api/v1/issues/" + issue.path("id").asString();
        assertThat(issue.path("status").asString()).isEqualTo("unresolved");

        JsonNode resolved = act("PATCH", path, "{\"status\":\"resolved\",\"assignee\":\"otto\"}");
        assertThat(resolved.path("status").asString()).isEqualTo("resolved");
        assertThat(resolved.path("assignee").asString()).isEqualTo("otto");
        report("e2", now.minusSeconds(30), "boom");
        assertThat(issue(2).path("status").asString())
                .as("received before it was resolved")
                .isEqualTo("resolved");
        report("e3", Clock.systemUTC().instant().plusSeconds(1), "boom");
        assertThat(issue(3).path("status").asString()).isEqualTo("regressed");
        act("PATCH", path, "{\"status\":\"ignored\"}");
        act("PATCH", path, "{\"status\":\"unresolved\",\"assignee\":null}");
        act("PATCH", path, "{\"status\":\"unresolved\"}");
        JsonNode comment = act("POST", path + "/comments", "{\"text\":\" seen before \"}");
        assertThat(comment.path("author").asString()).isEqualTo("otto");

        assertThat(told(8))
                .containsExactly(
                        "created", "resolved", "assigned", "regressed", "ignored", "reopened", "assigned", "commented");
        List<JsonNode> events = RunningErrors.published(Topic.ISSUES, name, "", 8);
        assertThat(events)
                .allSatisfy(event ->
                        assertThat(PublishedSchemas.violations("issues", event)).isEmpty());
        assertThat(events)
                .extracting(event -> event.at("/data/version").asInt())
                .containsExactly(1, 2, 3, 4, 5, 6, 7, 8);
        JsonNode full = service.get(path);
        assertThat(full.at("/details/comments/0/text").asString()).isEqualTo("seen before");
        assertThat(full.at("/details/events")).hasSize(3);
        assertThat(full.at("/details/hours")).isNotEmpty();
        assertThat(full.path("version").asInt()).isEqualTo(8);
    }

    @Test
    void aSchemaFindsWhatIsWrong() {
        report("e1", now, "boom");
        issue(1);
        JsonNode event = RunningErrors.published(Topic.ISSUES, name, "", 1).getFirst();
        ((tools.jackson.databind.node.ObjectNode) event.path("data")).put("status", "unknown");

        assertThat(PublishedSchemas.violations("issues", event)).hasSize(1);
    }

    @Test
    void aFloodIsCountedWholeAndSampled() {
        for (int i = 0; i < 25; i++) {
            report("e" + i, now, "flood");
        }

        JsonNode issue = issue(25);

        JsonNode full = service.get("/api/v1/issues/" + issue.path("id").asString());
        assertThat(full.at("/details/bodies").toString()).isEqualTo("{\"kept\":3,\"of\":25}");
        assertThat(full.at("/details/events")).hasSize(3);
    }

    @Test
    void issuesAreFilteredSortedAndPaged() {
        for (int i = 0; i < 5; i++) {
            for (int n = 0; n <= i; n++) {
                report("e" + i + n, now.minusSeconds(100L * i + n), "kind " + "abcde".charAt(i));
            }
        }
        service.report(TestErrors.error(name, "deep", now.minusSeconds(500), "f").toBuilder()
                .setStack("at somewhere.Unusual(x.js)")
                .setLevel(Level.LEVEL_FATAL)
                .build());
        await().atMost(WITHIN).untilAsserted(() -> assertThat(titles("")).hasSize(6));

        assertThat(titles("")).containsExactly("kind a", "kind b", "kind c", "kind d", "kind e", "f");
        assertThat(titles("&sort=count").subList(0, 3)).containsExactly("kind e", "kind d", "kind c");
        assertThat(titles("&text=kind%20C")).containsExactly("kind c");
        assertThat(titles("&text=unusual")).containsExactly("f");
        assertThat(titles("&level=fatal")).containsExactly("f");
        assertThat(titles("&status=resolved")).isEmpty();
        assertThat(titles("&from=" + now.minusSeconds(150))).containsExactly("kind a", "kind b");
        assertThat(pages()).containsExactly("kind a", "kind b", "kind c", "kind d", "kind e", "f");
    }

    @Test
    void aListOfIssuesIsCountedOfSeveralServicesAndDetailedAtOnce() {
        String other = "s-" + UUID.randomUUID();
        report("e1", now, "one");
        report("e2", now.minusSeconds(7_200), "two");
        service.report(TestErrors.error(other, "e1", now, "elsewhere"));
        String both = "/api/v1/issues?service=" + name + "&service=" + other;
        await().atMost(WITHIN)
                .untilAsserted(() -> assertThat(service.get(both).path("items")).hasSize(3));

        JsonNode page = service.get(both + "&take=2&total=true");
        assertThat(page.path("total").asInt()).isEqualTo(3);
        assertThat(page.path("items")).hasSize(2);
        assertThat(service.get(both).has("total")).isFalse();

        List<String> ids = service.get(both)
                .path("items")
                .valueStream()
                .map(item -> item.path("id").asString())
                .toList();
        String detailed = "/api/v1/issues/details?id=" + String.join("&id=", ids) + "&id=" + "0".repeat(20);
        JsonNode details = service.get(detailed + "&events=1&from=" + now.minusSeconds(86_400));
        assertThat(details.path("items")).hasSize(3).allSatisfy(issue -> {
            assertThat(issue.at("/details/hours")).hasSize(1);
            assertThat(issue.at("/details/events")).hasSize(1);
            assertThat(issue.at("/details/bodies/kept").asInt()).isEqualTo(1);
        });
        assertThat(service.get(detailed + "&events=0").at("/items/0/details/events"))
                .isEmpty();
        assertThat(service.send(VIEWER, "GET", "/api/v1/issues/details", null).body())
                .contains("must be given 1 to 200 times");
        assertThat(service.send(VIEWER, "GET", "/api/v1/issues/details?id=x", null)
                        .statusCode())
                .isEqualTo(400);
        Identity reader = new Identity.Program("abcdEFGH", other, Set.of("read"));
        assertThat(RunningErrors.ok(service.send(reader, "GET", detailed, null)).path("items"))
                .as("a key sees its own service alone")
                .hasSize(1);
        assertThat(service.send(reader, "GET", both, null).statusCode()).isEqualTo(403);
    }

    private List<String> titles(String more) {
        return service.get("/api/v1/issues?service=" + name + more)
                .path("items")
                .valueStream()
                .map(item -> item.path("title").asString())
                .toList();
    }

    private List<String> pages() {
        List<String> titles = new java.util.ArrayList<>();
        String cursor = "";
        do {
            JsonNode page = service.get("/api/v1/issues?service=" + name + "&take=2" + cursor);
            page.path("items")
                    .valueStream()
                    .forEach(item -> titles.add(item.path("title").asString()));
            cursor = page.path("next").isNull()
                    ? ""
                    : "&cursor=" + page.path("next").asString();
        } while (!cursor.isEmpty());
        return titles;
    }

    @Test
    void severalIssuesAreActedUponAtOnce() {
        report("e1", now, "one");
        report("e2", now, "two");
        await().atMost(WITHIN).untilAsserted(() -> assertThat(titles("")).hasSize(2));
        List<String> ids = service.get("/api/v1/issues?service=" + name)
                .path("items")
                .valueStream()
                .map(item -> item.path("id").asString())
                .toList();

        JsonNode acted = act(
                "POST",
                "/api/v1/issues/actions",
                "{\"ids\":[\"%s\",\"%s\",\"%s\"],\"status\":\"ignored\"}"
                        .formatted(ids.get(0), ids.get(1), "0".repeat(20)));

        assertThat(acted.path("items")).hasSize(2);
        assertThat(acted.path("missing").toString()).isEqualTo("[\"" + "0".repeat(20) + "\"]");
        assertThat(titles("&status=ignored")).hasSize(2);
        for (String id : ids) {
            JsonNode event =
                    RunningErrors.published(Topic.AUDIT, "user:otto", id, 1).getFirst();
            assertThat(PublishedSchemas.violations("audit", event)).isEmpty();
            assertThat(event.at("/data/changes/status").asString()).isEqualTo("ignored");
        }
    }

    @Test
    void aDeletedServiceStartsAnewWhenItReportsAgain() {
        report("e1", now.minusSeconds(60), "again");
        String id = issue(1).path("id").asString();
        act("DELETE", "/errors/service/" + name, "");
        assertThat(service.send(VIEWER, "GET", "/api/v1/issues/" + id, null).statusCode())
                .isEqualTo(404);

        report("e2", Clock.systemUTC().instant().plusSeconds(1), "again");

        JsonNode back = issue(1);
        assertThat(back.path("id").asString()).isEqualTo(id);
        assertThat(told(3)).containsExactly("created", "deleted", "created");
        assertThat(new HashSet<>(RunningErrors.published(Topic.ISSUES, name, "", 3).stream()
                        .map(event -> event.path("id").asString())
                        .toList()))
                .hasSize(3);
    }

    @Test
    void whatIsWrongWithAnActIsSaidByNameAndLimit() {
        String path = "/api/v1/issues/" + "0".repeat(20);
        assertWrong("PATCH", path, "{}", 400, "status");
        assertWrong("PATCH", path, "{\"status\":\"regressed\"}", 400, "must be of [unresolved, resolved, ignored]");
        assertWrong("PATCH", path, "{\"state\":\"resolved\"}", 400, "\"field\":\"state\"");
        assertWrong("PATCH", path, "{\"assignee\":\"" + "x".repeat(65) + "\"}", 400, "1 to 64 characters");
        assertWrong("PATCH", path, "[]", 400, "must be a JSON object");
        assertWrong("PATCH", path, "{", 400, "not valid JSON");
        assertWrong("PATCH", path, "{\"status\":\"resolved\"}", 404, "There is no issue");
        assertWrong("PATCH", "/api/v1/issues/x", "{\"status\":\"resolved\"}", 400, "20 hexadecimal digits");
        assertWrong("POST", path + "/comments", "{\"text\":\"\"}", 400, "1 to 4000 characters");
        assertWrong("POST", "/api/v1/issues/actions", "{\"ids\":[],\"status\":\"ignored\"}", 400, "a list of 1 to 100");
        HttpResponse<String> denied = service.send(VIEWER, "PATCH", path, "{\"status\":\"resolved\"}");
        assertThat(denied.statusCode()).isEqualTo(403);
        HttpResponse<String> cursor = service.send(VIEWER, "GET", "/api/v1/issues?cursor=AAAA", null);
        assertThat(cursor.statusCode()).isEqualTo(400);
    }

    private static void assertWrong(String method, String path, String body, int status, String said) {
        HttpResponse<String> response = service.send(OPERATOR, method, path, body);
        assertThat(response.statusCode()).as(path + " " + body).isEqualTo(status);
        assertThat(response.body()).contains(said);
    }
}
