package io.vigie.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.vigie.embedded.EmbeddedMongo;
import io.vigie.kit.identity.Identity;
import io.vigie.kit.identity.Role;
import io.vigie.proto.metrics.v1.Schema;
import io.vigie.proto.stream.v1.SourceRecord;
import io.vigie.query.RunningQuery.Ingest;
import io.vigie.query.RunningQuery.Socket;
import io.vigie.query.records.TestRecords;
import io.vigie.testkit.servers.RealMongo;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/** The whole service against real Kafka and a real store, through its doors. */
class QueryServiceIT {

    private static final Duration WITHIN = Duration.ofSeconds(90);
    private static final Schema CPU = TestRecords.schema("system.cpu.utilization", "system.uptime");
    private static final Clock CLOCK = Clock.systemUTC();

    private static RunningQuery query;
    private static Ingest ingest;

    @BeforeAll
    static void start() throws ExecutionException, InterruptedException {
        query = RunningQuery.start(RealMongo.freshDatabase(), Map.of("vigie.query.writer.interval", "1s"));
        ingest = new Ingest();
        ingest.schema(CPU);
    }

    @AfterAll
    static void stop() {
        ingest.close();
        query.close();
    }

    private static String newSource() {
        return "pi " + UUID.randomUUID();
    }

    private static long now() {
        return CLOCK.millis();
    }

    private static SourceRecord sample(String source, double value, long... times) {
        return TestRecords.with(TestRecords.samples(source, CPU, now(), value, times), "CESSON", 30_000);
    }

    private static String series(String source, long from, long to, String more) {
        return """
                { source(id: "%s") { series(names: ["system.cpu.utilization"], from: "%s", to: "%s" %s)
                  { times stepMs partial series { metric { name unit kind } values min max } } } }""".formatted(source, Instant.ofEpochMilli(from), Instant.ofEpochMilli(to), more);
    }

    private static JsonNode seriesOf(RunningQuery service, String source, long from, long to) {
        return service.query(series(source, from, to, "")).at("/data/source/series");
    }

    private static void until(String what, BooleanSupplier condition) {
        await(what).atMost(WITHIN).pollInterval(Duration.ofMillis(5)).until(condition::getAsBoolean);
    }

    private static boolean has(JsonNode series, String values) {
        return series.at("/series/0/values").toString().equals(values);
    }

    @Test
    void aSampleIsVisibleByQueryAndSubscriptionAtOnceAndOnceOnlyWhenItIsStored() throws Exception {
        String source = newSource();
        long time = now();
        ingest.record(sample(source, 0.5, time - 1_000));
        until("the first sample", () -> has(seriesOf(query, source, time - 60_000, time), "[0.5]"));
        Socket socket = query.socket(RunningQuery.ADMIN)
                .subscribe(
                        "1",
                        "subscription { samples(source: \"" + source
                                + "\") { source times series { metric { name } values } } }");
        // The subscription is there once it has said something: send until it does.
        long[] at = {time};
        await("the subscription")
                .atMost(WITHIN)
                .pollInterval(Duration.ofMillis(300))
                .until(() -> {
                    ingest.record(sample(source, 0.25, at[0]++));
                    return socket.received() > 0;
                });
        long last = at[0];

        long sent = System.nanoTime();
        ingest.record(sample(source, 0.75, last));
        JsonNode next = socket.next();
        while (!next.at("/payload/data/samples/times").toString().equals("[" + last + "]")) {
            next = socket.next();
        }
        long pushed = System.nanoTime() - sent;
        long asked = System.nanoTime();
        ingest.record(sample(source, 0.875, last + 1));
        until("the query", () -> has(seriesOf(query, source, last + 1, last + 2), "[0.875]"));
        long queried = System.nanoTime() - asked;

        assertThat(next.at("/payload/data/samples/series/0/values").toString()).isEqualTo("[0.75]");
        System.out.printf(
                "sample published to Kafka -> subscription %.1f ms, -> query %.1f ms%n", pushed / 1e6, queried / 1e6);
        until(
                "stored and let go by the tail",
                () -> query.management("/actuator/health").body().contains("\"tailBytes\":0"));
        JsonNode stored = seriesOf(query, source, last, last + 2);
        assertThat(stored.at("/times").toString()).isEqualTo("[%d,%d]".formatted(last, last + 1));
        assertThat(stored.at("/partial").asBoolean()).isFalse();
    }

    @Test
    void aSourceTellsWhatIsKnownOfIt() throws Exception {
        String source = newSource();
        long time = now();
        ingest.record(sample(source, 20, time - 5, time));
        until(
                "the source",
                () -> query.query("{ source(id: \"" + source + "\") { id } }")
                        .at("/data/source/id")
                        .isString());

        JsonNode answer = query.query("""
                { source(id: "%s") { id kind club status labels { name value } facts { name value } agentVersion
                  firstSeen lastSeen lastSampleAt
                  all: latest { metric { name labels { name value } unit kind } at value }
                  latest(names: ["system.uptime"]) { at value } } }""".formatted(source));

        assertThat(answer.has("errors")).as(answer.toString()).isFalse();
        JsonNode node = answer.at("/data/source");
        assertThat(node.at("/club").asString()).isEqualTo("CESSON");
        assertThat(node.at("/kind").asString()).isEqualTo("DEVICE");
        assertThat(node.at("/status").asString()).isEqualTo("ONLINE");
        assertThat(node.at("/agentVersion").asString()).isEqualTo("1.2.3");
        assertThat(node.at("/facts/0/value").asString()).isEqualTo("host-of-" + source);
        assertThat(Instant.parse(node.at("/lastSampleAt").asString()).toEpochMilli())
                .isEqualTo(time);
        assertThat(node.at("/all")).hasSize(2);
        assertThat(node.at("/latest")).hasSize(1);
        assertThat(node.at("/latest/0/value").asDouble()).isEqualTo(21);
    }

    @Test
    void longRangesComeInStepsWithTheirExtremes() throws Exception {
        String source = newSource();
        long begin = Math.floorDiv(now() - 7_200_000, 3_600_000) * 3_600_000;
        long[] times = new long[600];
        for (int i = 0; i < times.length; i++) {
            times[i] = begin + i * 6_000L;
        }
        ingest.record(sample(source, 0, times));
        until(
                "the samples",
                () -> seriesOf(query, source, begin, begin + 3_600_000)
                                .at("/series/0/values")
                                .size()
                        == 600);

        JsonNode steps = query.query(series(source, begin, begin + 3_600_000, ", maxPoints: 60"))
                .at("/data/source/series");

        assertThat(steps.at("/stepMs").asInt()).isEqualTo(60_000);
        assertThat(steps.at("/times")).hasSize(60);
        assertThat(steps.at("/series/0/values/1").asDouble()).isEqualTo(14.5);
        assertThat(steps.at("/series/0/min/1").asDouble()).isEqualTo(10);
        assertThat(steps.at("/series/0/max/1").asDouble()).isEqualTo(19);
    }

    @Test
    void sourcesAreFilteredPagedAndCountedAndEverybodySeesTheirOwn() throws Exception {
        String mark = UUID.randomUUID().toString();
        for (int i = 0; i < 3; i++) {
            ingest.record(TestRecords.with(TestRecords.heartbeat(mark + "-" + i, now()), i == 0 ? "A" : "B", 30_000));
        }
        ingest.record(TestRecords.with(
                TestRecords.heartbeat(mark + "-3", now() - Duration.ofMinutes(5).toMillis()), "B", 30_000));
        String filter = "filter: {text: \"" + mark.toUpperCase(java.util.Locale.ROOT) + "\"}";
        until(
                "four sources",
                () -> query.query("{ sourceCounts(" + filter + ") { total } }")
                                .at("/data/sourceCounts/total")
                                .asInt()
                        == 4);

        JsonNode counts = query.query("{ sourceCounts(" + filter + ") { total online offline } }");
        assertThat(counts.at("/data/sourceCounts").toString()).isEqualTo("{\"total\":4,\"online\":3,\"offline\":1}");
        JsonNode page = query.query(
                "{ sources(first: 2, " + filter + ") { totalCount nodes { id } pageInfo { hasNextPage endCursor } } }");
        assertThat(page.at("/data/sources/nodes")).hasSize(2);
        assertThat(page.at("/data/sources/pageInfo/hasNextPage").asBoolean()).isTrue();
        String cursor = page.at("/data/sources/pageInfo/endCursor").asString();
        JsonNode rest = query.query("{ sources(first: 2, after: \"" + cursor + "\", " + filter
                + ") { nodes { id } pageInfo { hasNextPage } } }");
        assertThat(rest.at("/data/sources/nodes/1/id").asString()).isEqualTo(mark + "-3");
        assertThat(rest.at("/data/sources/pageInfo/hasNextPage").asBoolean()).isFalse();
        JsonNode offline = query.query(
                "{ sources(filter: {status: [OFFLINE], kind: DEVICE, text: \"" + mark + "\"}) { nodes { id } } }");
        assertThat(offline.at("/data/sources/nodes")).hasSize(1);

        Identity ofA = new Identity.Person("ann", Role.VIEWER, Set.of("A"));
        assertThat(query.query(ofA, "{ sourceCounts(" + filter + ") { total } }")
                        .at("/data/sourceCounts/total")
                        .asInt())
                .isEqualTo(1);
        assertThat(query.query(ofA, "{ source(id: \"" + mark + "-1\") { id } }")
                        .at("/data/source")
                        .isNull())
                .isTrue();
        JsonNode refused = query.socket(ofA)
                .subscribe("1", "subscription { samples(source: \"" + mark + "-1\") { source } }")
                .next();
        assertThat(refused.toString()).contains("\"code\":\"not_found\"");
    }

    @Test
    void statusesComeAtOnceAndAtEachChange() throws Exception {
        String source = newSource();
        Identity ofClub = new Identity.Person("ann", Role.VIEWER, Set.of("club of " + source));
        ingest.record(TestRecords.with(
                TestRecords.heartbeat(source, now() - Duration.ofMinutes(5).toMillis()), "club of " + source, 30_000));
        until(
                "the source",
                () -> query.query("{ source(id: \"" + source + "\") { id } }")
                        .at("/data/source/id")
                        .isString());
        Socket socket = query.socket(ofClub).subscribe("1", "subscription { sourceStatus { source status lastSeen } }");

        assertThat(socket.next().at("/payload/data/sourceStatus/status").asString())
                .isEqualTo("OFFLINE");
        ingest.record(TestRecords.heartbeat(source, now()));
        assertThat(socket.next().at("/payload/data/sourceStatus/status").asString())
                .isEqualTo("ONLINE");
    }

    @Test
    void subscriptionsComeAsServerSentEventsToo() throws Exception {
        String source = newSource();
        ingest.record(sample(source, 1, now()));
        until(
                "the source",
                () -> query.query("{ source(id: \"" + source + "\") { id } }")
                        .at("/data/source/id")
                        .isString());
        HttpResponse<java.io.InputStream> response = query.stream("subscription { sourceStatus { source status } }");
        assertThat(response.headers().firstValue("content-type"))
                .hasValueSatisfying(type -> assertThat(type).startsWith("text/event-stream"));
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
            String line = lines.readLine();
            while (line != null && !line.startsWith("data:")) {
                line = lines.readLine();
            }
            assertThat(line).contains("sourceStatus");
        }
    }

    @Test
    void anErrorComesAsServerSentEventWithItsReasonAndCode() throws Exception {
        for (String wrong : List.of("subscription { nope }", "subscription {", "{ __typename }")) {
            String events = new String(query.stream(wrong).body().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(events)
                    .as(wrong)
                    .contains("\"code\":\"invalid_argument\"")
                    .contains("event:complete");
        }
        assertThat(new String(query.stream("subscription { nope }").body().readAllBytes(), StandardCharsets.UTF_8))
                .contains("'nope'");
    }

    @Test
    void wrongMediaTypesAndBrokenJsonAreProblemsAndNoFaultOfOurs() {
        Logger root = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        log.start();
        root.addAppender(log);
        try {
            String good = "{\"query\": \"{ __typename }\"}";
            problem(query.postAs("text/plain", good, "application/json"), 415, "Content-Type");
            problem(query.postAs("application/x-www-form-urlencoded", "query=a", "*/*"), 415, "Content-Type");
            problem(query.postAs("nonsense", good, "*/*"), 415, "Content-Type");
            problem(query.postAs("application/json", good, "text/html"), 406, "Accept");
            problem(query.postAs("application/json", "{\"query\": ", "application/json"), 400, "not valid JSON");
            problem(query.postAs("application/json", "{\"query\": ", "text/event-stream"), 400, "not valid JSON");
            assertThat(query.postAs("application/json;charset=utf-8", good, "*/*")
                            .statusCode())
                    .isEqualTo(200);
        } finally {
            root.detachAppender(log);
        }
        assertThat(log.list)
                .filteredOn(event -> event.getLevel().isGreaterOrEqual(Level.ERROR))
                .isEmpty();
    }

    @Test
    void anotherMethodThanPostIsAProblemThatNamesIt() {
        HttpResponse<String> response = query.get(RunningQuery.ADMIN, "/graphql?query=%7B__typename%7D");
        problem(response, 405, "method_not_allowed");
        assertThat(response.headers().firstValue("allow")).hasValue("POST");
    }

    private static void problem(HttpResponse<String> response, int status, String detail) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        assertThat(response.headers().firstValue("content-type")).hasValue("application/problem+json");
        assertThat(response.body()).contains(detail);
    }

    @Test
    void aSubscriptionOverARequestWithOneAnswerIsRefused() {
        HttpResponse<String> response = query.post(
                RunningQuery.ADMIN, "{\"query\": \"subscription { sourceStatus { source } }\"}", "application/json");
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body()).contains("invalid_argument").contains("text/event-stream");
    }

    @Test
    void withoutAnIdentityNothingIsAnswered() {
        HttpResponse<String> response = query.post(null, "{\"query\": \"{ __typename }\"}", "application/json");
        assertThat(response.statusCode()).isEqualTo(401);
        assertThat(response.body()).contains("unauthenticated");
        assertThatThrownBy(() -> query.socket(null)).hasMessageContaining("WebSocketHandshakeException");
    }

    @Test
    void whatIsNotValidIsNamedWithItsFieldAndLimit() {
        String source = newSource();
        long now = now();
        expect(query.query("{ sources(first: 1001) { totalCount } }"), "first", "1 to 1000");
        expect(
                query.query("{ sources(filter: {text: \"" + "x".repeat(129) + "\"}) { totalCount } }"),
                "filter.text",
                "at most 128");
        // A source that is not there has no series to be wrong about, so one that is.
        until("a source", () -> {
            try {
                ingest.record(sample(source, 1, now()));
            } catch (ExecutionException | InterruptedException e) {
                throw new AssertionError(e);
            }
            return query.query("{ source(id: \"" + source + "\") { id } }")
                    .at("/data/source/id")
                    .isString();
        });
        expect(query.query(series(source, now, now, "")), "to", "later than from");
        expect(query.query(series(source, now - Duration.ofDays(367).toMillis(), now, "")), "to", "366 days");
        expect(query.query(series(source, now - 1, now, ", maxPoints: 1")), "maxPoints", "2 to 10000");
        expect(query.query(series(source, now - 1, now, ", maxPoints: 10001")), "maxPoints", "2 to 10000");
        String names = "\"x\",".repeat(101);
        expect(
                query.query("{ source(id: \"" + source + "\") { latest(names: [" + names + "]) { at } } }"),
                "names",
                "at most 100");
        assertThat(code(query.query("{ nothing }"))).isEqualTo("invalid_argument");
        assertThat(code(query.query("{ source(id: "))).isEqualTo("invalid_argument");
        assertThat(code(query.query(series(source, now, now, "").replace("Z\"", "\""))))
                .isEqualTo("invalid_argument");
    }

    private static void expect(JsonNode answer, String field, String limit) {
        JsonNode error = answer.at("/errors/0");
        assertThat(error.at("/extensions/code").asString())
                .as(answer.toString())
                .isEqualTo("invalid_argument");
        assertThat(error.at("/extensions/errors/0/field").asString()).isEqualTo(field);
        assertThat(error.at("/extensions/errors/0/detail").asString()).contains(limit);
    }

    private static String code(JsonNode answer) {
        return answer.at("/errors/0/extensions/code").asString();
    }

    @Test
    void requestsThatCostTooMuchAreRefusedBeforeAnythingIsRead() {
        StringBuilder aliases = new StringBuilder();
        for (int i = 0; i < 51; i++) {
            aliases.append("a").append(i).append(": sourceCounts { total } ");
        }
        assertThat(query.query("{" + aliases + "}").toString()).contains("aliases: at most 50", "invalid_argument");
        assertThat(query.query("""
                        { sources(first: 1000) { nodes { series(names: ["a"], from: "2026-11-20T00:00:00Z",
                          to: "2026-11-21T00:00:00Z") { times } } } }""").toString()).contains("cost: at most", "invalid_argument");
        assertThat(query.query("""
                        { sources(first: 1000) { totalCount pageInfo { endCursor } nodes { id kind club status lastSeen
                          lastSampleAt labels { name value } latest(names: ["a", "b", "c"]) { metric { name } at value } } } }""").has("errors")).isFalse();
        StringBuilder fragments = new StringBuilder("{ ...f0 } fragment f20 on Query { sourceCounts { total } }");
        for (int i = 0; i < 20; i++) {
            fragments.append(" fragment f%d on Query { ...f%d ...f%d }".formatted(i, i + 1, i + 1));
        }
        assertThat(query.query(fragments.toString()).toString()).doesNotContain("internal");
        HttpResponse<String> batch = query.post(
                RunningQuery.ADMIN,
                "[{\"query\": \"{ __typename }\"}, {\"query\": \"{ __typename }\"}]",
                "application/json");
        assertThat(batch.statusCode()).isBetween(400, 499);
    }

    @Test
    void hostileRequestsAreRefusedAsTheClientsFault() {
        String deep = "{" + "a{".repeat(5_000) + "b" + "}".repeat(5_001);
        assertThat(code(query.query(deep))).isEqualTo("invalid_argument");
        String lists = "{ source(id: " + "[".repeat(3_000) + "]".repeat(3_000) + ") { id } }";
        assertThat(code(query.query(lists))).isEqualTo("invalid_argument");
        String far = series("a", 0, 1, "").replace("1970-01-01T00:00:00.001Z", "+999999999-12-31T23:59:59Z");
        assertThat(code(query.query(far))).isEqualTo("invalid_argument");
        for (String body : List.of(
                "",
                "{",
                "null",
                "[]",
                "{}",
                "{\"query\": 7}",
                "{\"query\": null}",
                "\u0000",
                "{\"query\": \"" + " ".repeat(400_000) + "\"}")) {
            HttpResponse<String> response = query.post(RunningQuery.ADMIN, body, "application/json");
            boolean refused = response.statusCode() >= 400 && response.statusCode() < 500
                    || response.body().contains("invalid_argument");
            assertThat(refused)
                    .as("'" + (body.length() > 50 ? "a large body" : body) + "' -> " + response.statusCode() + " "
                            + response.body())
                    .isTrue();
        }
    }

    @Test
    void aDayOf20ColumnsIsReadInOneRequest() throws Exception {
        String source = newSource();
        String[] names = new String[20];
        for (int i = 0; i < names.length; i++) {
            names[i] = "day." + i;
        }
        Schema day = TestRecords.schema(names);
        ingest.schema(day);
        long to = Math.floorDiv(now(), 10_000) * 10_000;
        long[] times = new long[8_640];
        for (int i = 0; i < times.length; i++) {
            times[i] = to - (times.length - i) * 10_000L;
        }
        ingest.record(TestRecords.samples(source, day, now(), 20.5, times));
        String request = series(source, to - 86_400_000, to, "")
                .replace("\"system.cpu.utilization\"", "\"" + String.join("\",\"", names) + "\"");
        until(
                "all of it",
                () -> query.query(request).at("/data/source/series/series").size() == 20);
        until("stored", () -> query.management("/actuator/health").body().contains("\"tailBytes\":0"));
        long[] nanos = new long[40];
        for (int i = 0; i < nanos.length; i++) {
            long begin = System.nanoTime();
            assertThat(query.query(request)
                            .at("/data/source/series/series/19/values")
                            .size())
                    .isBetween(500, 1_000);
            nanos[i] = System.nanoTime() - begin;
        }
        java.util.Arrays.sort(nanos);
        System.out.printf(
                "one source, 24 h of 10 s, 20 columns to 1000 steps, JSON read: p50 %.1f ms, p95 %.1f ms%n",
                nanos[nanos.length / 2] / 1e6, nanos[nanos.length * 95 / 100] / 1e6);
    }

    @Test
    void theUsualIntrospectionWorks() {
        JsonNode answer = query.query(graphql.introspection.IntrospectionQuery.INTROSPECTION_QUERY);
        assertThat(answer.has("errors")).as(answer.toString()).isFalse();
        assertThat(answer.at("/data/__schema/types").size()).isGreaterThan(10);
    }

    @Test
    void healthAndMetricsAreOnTheManagementPort() {
        assertThat(query.management("/actuator/health/readiness").statusCode()).isEqualTo(200);
        assertThat(query.management("/actuator/prometheus").body())
                .contains("vigie_writer_documents_total", "vigie_live_tail_bytes");
        assertThat(query.post(RunningQuery.ADMIN, "{}", "application/json").statusCode())
                .isBetween(400, 499);
    }

    @Test
    void aRestartInTheMiddleOfAnHourGoesOnWhereItWas() throws Exception {
        String database = RealMongo.freshDatabase();
        String source = newSource();
        long time = now();
        Map<String, String> settings =
                Map.of("vigie.query.writer.group", "restart-" + UUID.randomUUID(), "vigie.query.writer.interval", "1m");
        try (RunningQuery first = RunningQuery.start(database, settings)) {
            ingest.record(sample(source, 1, time));
            until("the first sample", () -> has(seriesOf(first, source, time, time + 10), "[1]"));
        }
        ingest.record(sample(source, 2, time + 1));
        try (RunningQuery second = RunningQuery.start(database, settings)) {
            until("both samples", () -> has(seriesOf(second, source, time, time + 10), "[1,2]"));
            ingest.record(sample(source, 3, time + 2));
            until("the third sample", () -> has(seriesOf(second, source, time, time + 10), "[1,2,3]"));
        }
        try (RunningQuery third = RunningQuery.start(database, settings)) {
            until("all samples", () -> has(seriesOf(third, source, time, time + 10), "[1,2,3]"));
        }
    }

    @Test
    void withTheStoreDownLiveAnswersWorkAndNothingIsLost(@TempDir Path folder) throws Exception {
        String source = newSource();
        String storedOnly = newSource();
        long time = now();
        EmbeddedMongo mongo = EmbeddedMongo.start(folder, 0);
        String uri = mongo.uri("vigie");
        int port = URI.create(uri).getPort();
        try (RunningQuery service = RunningQuery.start(uri, Map.of("vigie.query.writer.interval", "1s"))) {
            ingest.record(sample(storedOnly, 7, time));
            until("the source", () -> has(seriesOf(service, storedOnly, time, time + 1), "[7]"));
            until("stored", () -> service.management("/actuator/health").body().contains("\"tailBytes\":0"));
            mongo.close();
            ingest.record(sample(source, 1, time));

            until("the sample", () -> {
                JsonNode series = seriesOf(service, source, time, time + 1);
                return has(series, "[1]") && series.at("/partial").asBoolean();
            });
            assertThat(service.query("{ source(id: \"" + source + "\") { latest { value } } sourceCounts { total } }")
                            .has("errors"))
                    .isFalse();
            assertThat(code(service.query(series(storedOnly, time, time + 1, ""))))
                    .isEqualTo("unavailable");

            long down = System.nanoTime();
            mongo = EmbeddedMongo.start(folder, port);
            until("stored after all", () -> {
                JsonNode series = seriesOf(service, source, time, time + 1);
                return has(series, "[1]")
                        && !series.at("/partial").asBoolean()
                        && service.management("/actuator/health").body().contains("\"tailBytes\":0");
            });
            System.out.printf("store back -> everything stored %.1f s%n", (System.nanoTime() - down) / 1e9);
            assertThat(has(seriesOf(service, storedOnly, time, time + 1), "[7]"))
                    .isTrue();
        } finally {
            mongo.close();
        }
    }
}
