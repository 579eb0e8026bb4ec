package io.vigie.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vigie.kit.identity.Identity;
import io.vigie.kit.identity.Role;
import io.vigie.proto.Topic;
import io.vigie.query.RunningQuery.Ingest;
import io.vigie.query.RunningQuery.Socket;
import io.vigie.query.StubOwner.Answer;
import io.vigie.query.StubOwner.Asked;
import io.vigie.testkit.servers.RealMongo;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What error-service owns, over GraphQL: error-service is a stub, Kafka is real. */
class ErrorsGraphQlIT {

    private static final Duration WITHIN = Duration.ofSeconds(90);
    private static final Identity VIEWER = new Identity.Person("vera", Role.VIEWER, Set.of());
    private static final Identity OPERATOR = new Identity.Person("otto", Role.OPERATOR, Set.of());

    private static StubOwner errors;
    private static RunningQuery query;
    private static Ingest ingest;

    @BeforeAll
    static void start() throws Exception {
        errors = new StubOwner();
        query = RunningQuery.start(
                RealMongo.freshDatabase(),
                Map.of("vigie.query.errors-url", errors.url(), "vigie.query.alerts-url", "http://127.0.0.1:1"));
        ingest = new Ingest();
    }

    @AfterAll
    static void stop() {
        ingest.close();
        query.close();
        errors.close();
    }

    @BeforeEach
    void forget() {
        errors.asked();
    }

    private static String issue(String id, String more) {
        return """
                {"id":"%s","service":"shop","title":"Error: boom","culprit":"a.js # f","level":"error","status":"unresolved",
                 "statusSince":"2026-11-21T10:00:00Z","count":25,"firstSeen":"2026-11-21T10:00:00Z","lastSeen":"2026-11-21T10:30:05Z",
                 "assignee":null,"groups":1,"version":3%s}""".formatted(id, more);
    }

    private static String details() {
        return """
                ,"details":{"hours":[{"at":"2026-11-21T10:00:00Z","count":25,"levels":{"error":25}}],"bodies":{"kept":3,"of":25},
                "events":[{"id":"e2","service":"shop","message":"Something went wrong","stack":"Error: boom\\n    at f (a.js:1:2)",
                "path":"/api/users","method":"GET","level":"critical","metadata":{"userId":"123"},"createdAt":"2026-11-21T10:30:05Z"},
                {"id":"e1","service":"shop","message":"first","stack":null,"path":null,"method":null,"level":"error","metadata":null,
                "createdAt":"2026-11-21T10:30:00Z"}],
                "comments":[{"id":"c","author":"otto","text":"seen before","at":"2026-11-21T10:31:00Z"}]}""";
    }

    private static String id(int number) {
        return "%020d".formatted(number);
    }

    private static JsonNode withoutErrors(JsonNode answer) {
        assertThat(answer.has("errors")).as(answer.toString()).isFalse();
        return answer.path("data");
    }

    private static String code(JsonNode answer) {
        return answer.at("/errors/0/extensions/code").asString();
    }

    @Test
    void aPageOfIssuesIsAskedForOnceAndItsDetailsOnceForEachKind() {
        String some =
                IntStream.range(0, 50).mapToObj(number -> issue(id(number), "")).collect(Collectors.joining(","));
        String all = IntStream.range(0, 50)
                .mapToObj(number -> issue(id(number), details()))
                .collect(Collectors.joining(","));
        errors.answer(
                "GET /api/v1/issues",
                "{\"status\":\"ok\",\"items\":[" + some + "],\"next\":\"abc\",\"total\":180,\"searchedFrom\":null}");
        errors.answer("GET /api/v1/issues/details", "{\"status\":\"ok\",\"items\":[" + all + "]}");

        JsonNode issues = withoutErrors(query.query(VIEWER, """
                        { issues(filter: {services: ["shop", "till & co"], levels: [ERROR, FATAL], statuses: [REGRESSED],
                            from: "2026-11-20T00:00:00Z", text: "a{b}"}, sort: COUNT) { totalCount pageInfo { hasNextPage endCursor }
                          nodes { id service title culprit level status count firstSeen lastSeen assignee sampled
                            hours { hour count } comments { author text at }
                            events(first: 2) { id issueId message stack metadata level } } } }""")).path("issues");

        assertThat(issues.path("totalCount").asInt()).isEqualTo(180);
        assertThat(issues.path("pageInfo").toString()).isEqualTo("{\"hasNextPage\":true,\"endCursor\":\"abc\"}");
        JsonNode last = issues.at("/nodes/49");
        assertThat(last.path("id").asString()).isEqualTo(id(49));
        assertThat(last.path("level").asString()).isEqualTo("ERROR");
        assertThat(last.path("sampled").asBoolean()).isTrue();
        assertThat(last.path("hours").toString()).isEqualTo("[{\"hour\":\"2026-11-21T10:00:00Z\",\"count\":25}]");
        assertThat(last.at("/comments/0/text").asString()).isEqualTo("seen before");
        assertThat(last.at("/events/0/metadata").asString()).isEqualTo("{\"userId\":\"123\"}");
        assertThat(last.at("/events/0/issueId").asString()).isEqualTo(id(49));
        assertThat(last.at("/events/1/metadata").isNull()).isTrue();
        List<Asked> asked = errors.asked();
        assertThat(asked.getFirst().query())
                .contains("service=shop&service=till & co", "level=error,fatal", "status=regressed", "text=a{b}")
                .contains("sort=count", "take=50", "total=true", "from=2026-11-20T00:00:00Z");
        assertThat(asked).as("whatever the number of issues").hasSize(3);
        assertThat(asked).filteredOn(one -> one.query().contains("events=0")).hasSize(1);
        assertThat(asked).filteredOn(one -> one.query().contains("events=2")).hasSize(1);
    }

    @Test
    void moreThanErrorServiceGivesAtOnceIsAskedInTwoParts() {
        errors.answer("GET /api/v1/issues", asked -> {
            boolean head = !asked.query().contains("cursor=");
            String items = IntStream.range(0, head ? 100 : 20)
                    .mapToObj(number -> issue(id(head ? number : 100 + number), ""))
                    .collect(Collectors.joining(","));
            return new Answer(
                    200, "{\"status\":\"ok\",\"items\":[" + items + "],\"next\":" + (head ? "\"n\"" : "null") + "}");
        });

        JsonNode issues = withoutErrors(
                        query.query(VIEWER, "{ issues(first: 150) { nodes { id } pageInfo { hasNextPage } } }"))
                .path("issues");

        assertThat(issues.path("nodes")).hasSize(120);
        assertThat(issues.at("/pageInfo/hasNextPage").asBoolean()).isFalse();
        assertThat(errors.asked())
                .extracting(Asked::query)
                .satisfiesExactly(
                        first -> assertThat(first).contains("take=100"),
                        second -> assertThat(second).contains("take=50", "cursor=n"));
    }

    @Test
    void singleThingsAreFoundOrNull() {
        errors.answer("GET /api/v1/issues/" + id(1), issue(id(1), details()));
        errors.answer("GET /api/v1/errors/e2", """
                {"id":"e2","service":"shop","message":"m","stack":null,"path":null,"method":null,"level":"fatal",
                 "metadata":{"a":1},"createdAt":"2026-11-21T10:30:05Z","issueId":"%s"}""".formatted(id(1)));

        JsonNode data = withoutErrors(query.query(VIEWER, """
                { issue(id: "%s") { hours { count } sampled comments { text } }
                  gone: issue(id: "%s") { id }
                  errorEvent(id: "e2", service: "shop") { issueId level metadata }
                  none: errorEvent(id: "none") { id } }""".formatted(id(1), id(2))));

        assertThat(data.at("/issue/hours")).hasSize(1);
        assertThat(data.path("gone").isNull()).isTrue();
        assertThat(data.at("/errorEvent/level").asString()).isEqualTo("FATAL");
        assertThat(data.at("/errorEvent/metadata").asString()).isEqualTo("{\"a\":1}");
        assertThat(data.path("none").isNull()).isTrue();
        assertThat(errors.asked()).as("an issue comes with its details").hasSize(4);
    }

    @Test
    void statisticsOfAQuarterAreSummedUp() {
        errors.answer("GET /api/v1/errors/stats", """
                {"status":"ok","from":"2026-11-21T00:00:00Z","to":"2026-11-22T00:00:00Z","count":3,"levels":{"error":2,"fatal":1},
                 "hours":[{"at":"2026-11-21T10:00:00Z","count":3,"levels":{"error":2,"fatal":1}}],
                 "services":[{"service":"shop","count":3,"levels":{"error":2,"fatal":1},"issues":2}],"issues":[],"partial":false}""");

        JsonNode stats = withoutErrors(query.query(VIEWER, """
                        { errorStats(from: "2026-09-01T00:30:00Z", to: "2026-11-22T00:00:00Z", service: "shop")
                          { total hours { hour level count } services { service count issues } } }""")).path("errorStats");

        assertThat(stats.path("total").asInt()).isEqualTo(9);
        assertThat(stats.path("hours")).hasSize(6);
        assertThat(stats.path("services").toString()).isEqualTo("[{\"service\":\"shop\",\"count\":9,\"issues\":2}]");
        assertThat(errors.asked())
                .extracting(Asked::query)
                .containsExactlyInAnyOrder(
                        "from=2026-09-01T00:30:00Z&to=2026-10-02T00:00:00Z&service=shop",
                        "from=2026-10-02T00:00:00Z&to=2026-11-02T00:00:00Z&service=shop",
                        "from=2026-11-02T00:00:00Z&to=2026-11-22T00:00:00Z&service=shop");
        JsonNode tooLong = query.query(
                VIEWER, "{ errorStats(from: \"2026-01-01T00:00:00Z\", to: \"2026-11-22T00:00:00Z\") { total } }");
        assertThat(code(tooLong)).isEqualTo("invalid_argument");
        assertThat(tooLong.at("/errors/0/extensions/errors/0/detail").asString())
                .contains("90 days");
    }

    @Test
    void whatErrorServiceRefusesToARoleIsRefusedWithItsWords() {
        errors.answerFor(
                Role.OPERATOR,
                "POST /api/v1/issues/actions",
                "{\"status\":\"ok\",\"items\":[" + issue(id(1), "") + "],\"missing\":[]}");
        errors.answerFor(Role.OPERATOR, "POST /api/v1/issues/" + id(1) + "/comments", "{}");
        errors.answer("GET /api/v1/issues/" + id(1), issue(id(1), details()));
        List<String> mutations = List.of(
                "mutation { updateIssues(ids: [\"%s\"], status: RESOLVED, assignee: \"\") { id status } }"
                        .formatted(id(1)),
                "mutation { commentIssue(id: \"%s\", text: \"t\") { comments { text } } }".formatted(id(1)));
        for (String mutation : mutations) {
            for (Identity may : List.of(OPERATOR, RunningQuery.ADMIN)) {
                withoutErrors(query.query(may, mutation));
            }
            errors.asked();
            JsonNode refused = query.query(VIEWER, mutation);
            assertThat(code(refused)).isEqualTo("permission_denied");
            assertThat(refused.at("/errors/0/message").asString()).isEqualTo("The role OPERATOR is needed");
            assertThat(errors.asked()).hasSize(1);
        }
        query.query(OPERATOR, mutations.getFirst());
        assertThat(errors.asked().getFirst().body())
                .isEqualTo("{\"ids\":[\"" + id(1) + "\"],\"status\":\"resolved\",\"assignee\":null}");
    }

    @Test
    void aRefusalNamesTheFieldAsItIsCalledHere() {
        errors.answer("GET /api/v1/issues", asked -> StubOwner.invalid("cursor", "is not one of this list"));
        JsonNode refused = query.query(VIEWER, "{ issues(after: \"x\") { nodes { id } } }");
        assertThat(refused.at("/errors/0/extensions/errors/0/field").asString()).isEqualTo("after");
        assertThat(refused.at("/errors/0/extensions/errors/0/detail").asString())
                .isEqualTo("is not one of this list");
        assertThat(query.query(VIEWER, "{ issues(first: 201) { nodes { id } } }")
                        .toString())
                .contains("1 to 200", "invalid_argument");
        assertThat(query.query(
                                VIEWER,
                                "{ issues(first: 200) { nodes { events(first: 100) { id message stack path level createdAt } } } }")
                        .toString())
                .as("limits of a request")
                .contains("cost: at most");
    }

    @Test
    void whatIsAwayOrSlowIsAnErrorBesideTheRest() {
        errors.answer("GET /api/v1/errors/slow", asked -> new Answer(0, ""));
        JsonNode slow = query.query(VIEWER, "{ sourceCounts { total } errorEvent(id: \"slow\") { id } }");
        assertThat(code(slow)).isEqualTo("deadline_exceeded");
        assertThat(slow.at("/errors/0/path").toString()).isEqualTo("[\"errorEvent\"]");
        assertThat(slow.at("/data/sourceCounts/total").isNumber()).isTrue();

        errors.answer("GET /api/v1/issues", asked -> StubOwner.problem(503, "unavailable", "The store is away"));
        JsonNode away = query.query(VIEWER, "{ sourceCounts { total } issues { totalCount } }");
        assertThat(code(away)).isEqualTo("unavailable");
        assertThat(away.at("/data/issues").isNull()).isTrue();
        assertThat(away.at("/data/sourceCounts/total").isNumber()).isTrue();

        // Nobody listens there: first the connection is refused, then nothing is tried for a while.
        for (int i = 0; i < 12; i++) {
            JsonNode gone = query.query(VIEWER, "{ sourceCounts { total } alerts { totalCount } }");
            assertThat(code(gone)).isEqualTo("unavailable");
            assertThat(gone.at("/errors/0/message").asString()).isEqualTo("The alert-service is away");
            assertThat(gone.at("/errors/0/extensions/retryAfterMs").asInt()).isEqualTo(5_000);
            assertThat(gone.at("/data/sourceCounts/total").isNumber()).isTrue();
        }
    }

    @Test
    void aSocketWhoseTokenHasExpiredSaysSo() throws Exception {
        errors.answer(
                "GET /api/v1/errors/old",
                asked -> StubOwner.problem(401, "unauthenticated", "X-Vigie-Identity: expired"));
        JsonNode answer = query.socket(VIEWER)
                .subscribe("1", "{ errorEvent(id: \"old\") { id } }")
                .next();
        assertThat(answer.at("/payload/errors/0/extensions/code").asString()).isEqualTo("unauthenticated");
        assertThat(answer.at("/payload/errors/0/message").asString()).contains("5 minutes", "over HTTP");
    }

    private static void occurs(String service, String level, String message) throws Exception {
        ingest.event(Topic.ERROR_EVENTS, service, """
                {"specversion":"1.0","id":"%1$s/e1","source":"/vigie/error-service","type":"io.vigie.error.occurred.v1","subject":"%2$s",
                 "time":"2026-11-21T10:30:05Z","datacontenttype":"application/json","data":{"id":"e1","issueId":"%2$s","service":"%1$s",
                 "level":"%3$s","title":"Error: boom","message":"%4$s","culprit":null,"path":"/p","method":null,
                 "createdAt":"2026-11-21T10:30:05Z"}}""".formatted(service, id(1), level, message));
    }

    @Test
    void errorsAreToldAsTheyComeToThoseWhoAskAndMay() throws Exception {
        String mine = "s-" + UUID.randomUUID();
        String other = "s-" + UUID.randomUUID();
        Socket all = query.socket(VIEWER)
                .subscribe(
                        "1",
                        "subscription { errorEvents(services: [\"%s\"], levels: [FATAL]) { id issueId service level title message path createdAt } }"
                                .formatted(mine));
        Socket own = query.socket(new Identity.Program("abcdEFGH", mine, Set.of("read")))
                .subscribe("1", "subscription { errorEvents { service message } }");
        // Subscriptions are there once they have said something: send until both do.
        await("both subscriptions")
                .atMost(WITHIN)
                .pollInterval(Duration.ofMillis(300))
                .until(() -> {
                    occurs(mine, "fatal", "first");
                    return all.received() > 0 && own.received() > 0;
                });
        ingest.event(Topic.ERROR_EVENTS, mine, "no event");
        ingest.event(Topic.ERROR_EVENTS, mine, "{\"data\":{\"service\":\"" + mine + "\",\"level\":\"fatal\"}}");
        occurs(other, "fatal", "of another service");
        occurs(mine, "info", "of another level");
        occurs(mine, "fatal", "last");

        List<String> toAll = untilLast(all);
        assertThat(toAll).contains("first", "last").doesNotContain("of another service", "of another level");
        assertThat(untilLast(own)).contains("of another level", "last").doesNotContain("of another service");
        JsonNode denied = query.socket(new Identity.Program("abcdEFGH", mine, Set.of("read")))
                .subscribe("1", "subscription { errorEvents(services: [\"" + other + "\"]) { id } }")
                .next();
        assertThat(denied.toString()).contains("permission_denied");
    }

    private static List<String> untilLast(Socket socket) throws InterruptedException {
        List<String> messages = new java.util.ArrayList<>();
        while (messages.isEmpty() || !messages.getLast().equals("last")) {
            messages.add(socket.next().at("/payload/data/errorEvents/message").asString());
        }
        return messages;
    }
}
