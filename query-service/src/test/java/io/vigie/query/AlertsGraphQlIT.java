package io.vigie.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vigie.kit.identity.Identity;
import io.vigie.kit.identity.Role;
import io.vigie.proto.Topic;
import io.vigie.proto.metrics.v1.Schema;
import io.vigie.query.RunningQuery.Ingest;
import io.vigie.query.RunningQuery.Socket;
import io.vigie.query.StubOwner.Asked;
import io.vigie.query.records.TestRecords;
import io.vigie.testkit.servers.RealMongo;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What alert-service owns, over GraphQL: alert-service is a stub, Kafka is real. */
class AlertsGraphQlIT {

    private static final Duration WITHIN = Duration.ofSeconds(90);
    private static final Schema TEMPERATURE = TestRecords.schema("hw.temperature");
    private static final Identity VIEWER = new Identity.Person("vera", Role.VIEWER, Set.of());
    private static final Identity OPERATOR = new Identity.Person("otto", Role.OPERATOR, Set.of());

    private static final String RULE = """
            {"id":"disk-full","version":3,"builtIn":true,"enabled":true,"name":{"fr":"Disque presque plein","en":"Disk nearly full"},
             "level":"warning","type":"disk","scope":{"clubs":["CESSON"],"sources":[]},
             "message":{"fr":"Espace disque faible: {value}%","en":"Low disk space: {value}%"},
             "condition":{"kind":"threshold","metric":"system.filesystem.utilization","labels":[{"name":"mountpoint","value":"/"}],
              "objectLabel":"mountpoint","comparison":">","value":0.9,"forSeconds":0,"clearValue":0.85,"clearSeconds":60,
              "factor":100.0,"decimals":0}}""";
    private static final String ERRORS_RULE = """
            {"id":"error-critical","version":1,"builtIn":true,"enabled":true,"name":{"fr":"Erreur critique","en":"Critical error"},
             "level":"critical","type":"error","scope":{"clubs":[],"sources":[]},"message":{"fr":"f","en":"e"},
             "condition":{"kind":"errors","minimumLevel":"critical","newIssue":false,"regression":false}}""";
    private static final String SILENCE = """
            {"id":"s1","sites":["pi-1"],"clubs":[],"types":[],"rules":[],"startsAt":"2026-11-21T10:00:00Z","endsAt":"2026-11-22T10:00:00Z",
             "comment":"works","createdBy":"user:otto","createdAt":"2026-11-21T10:00:00Z","active":true}""";
    private static final String DELIVERY = """
            {"id":"d1","channel":"c1","alertId":null,"kind":"test","state":"delivered","attempts":1,"createdAt":"2026-11-21T10:00:00Z",
             "deliveredAt":"2026-11-21T10:00:01Z","error":null,"receipt":"250 OK"}""";
    private static final String CHANNEL = """
            {"id":"c1","name":"Ops","kind":"fleet_webhook","enabled":true,"language":"fr","minLevel":"warning","resolved":true,
             "fixed":false,"settings":[{"name":"url","value":"https://example.com/…"}],"lastDelivery":%s,"fault":null}""".formatted(DELIVERY);

    private static StubOwner alerts;
    private static RunningQuery query;
    private static Ingest ingest;

    @BeforeAll
    static void start() throws Exception {
        alerts = new StubOwner();
        query = RunningQuery.start(RealMongo.freshDatabase(), Map.of("vigie.query.alerts-url", alerts.url()));
        ingest = new Ingest();
        ingest.schema(TEMPERATURE);
    }

    @AfterAll
    static void stop() {
        ingest.close();
        query.close();
        alerts.close();
    }

    @BeforeEach
    void forget() {
        alerts.asked();
    }

    private static String alert(String site, String type, String level, String more) {
        return """
                {"alertId":"9f.1","siteId":"%s","clubName":"CESSON","type":"%s","level":"%s","status":"firing","silenced":false,
                 "message":{"fr":"Température élevée: 78.2°C","en":"High temperature: 78.2°C"},"value":"78.2","rule":"temperature-high",
                 "since":"2026-11-21T10:00:00Z","changedAt":"2026-11-21T10:00:00Z","version":2%s}""".formatted(site, type, level, more);
    }

    private static String page(String... items) {
        return "{\"items\":[" + String.join(",", items) + "],\"next\":null,\"total\":" + items.length + "}";
    }

    private static JsonNode withoutErrors(JsonNode answer) {
        assertThat(answer.has("errors")).as(answer.toString()).isFalse();
        return answer.path("data");
    }

    private static void heartbeats(String... sources) throws Exception {
        for (String source : sources) {
            long now = Clock.systemUTC().millis();
            ingest.record(TestRecords.with(TestRecords.samples(source, TEMPERATURE, now, 50, now), "CESSON", 30_000));
        }
        await("the sources").atMost(WITHIN).until(() -> {
            for (String source : sources) {
                if (query.query("{ source(id: \"" + source + "\") { id } }")
                        .at("/data/source")
                        .isNull()) {
                    return false;
                }
            }
            return true;
        });
    }

    @Test
    void allSourcesKnowTheirAlertsByOneQuestion() throws Exception {
        String mark = UUID.randomUUID().toString();
        heartbeats(mark + "-a", mark + "-b", mark + "-c");
        alerts.answer(
                "GET /api/v1/alerts",
                page(
                        alert(mark + "-a", "temperature", "critical", ""),
                        alert(mark + "-a", "disk", "warning", ""),
                        alert(mark + "-b", "disk", "warning", ""),
                        alert("elsewhere", "disk", "critical", "")));
        String filter = "(filter: {text: \"" + mark + "\"})";
        alerts.asked();

        JsonNode data = withoutErrors(query.query(
                VIEWER,
                "{ sources" + filter + " { nodes { health alerts { type level messageFr since } } } sourceCounts"
                        + filter + " { total online offline warning critical } }"));

        assertThat(data.at("/sources/nodes").toString()).isEqualTo("""
                        [{"health":"CRITICAL","alerts":[
                        {"type":"temperature","level":"CRITICAL","messageFr":"Température élevée: 78.2°C","since":"2026-11-21T10:00:00Z"},
                        {"type":"disk","level":"WARNING","messageFr":"Température élevée: 78.2°C","since":"2026-11-21T10:00:00Z"}]},
                        {"health":"WARNING","alerts":[
                        {"type":"disk","level":"WARNING","messageFr":"Température élevée: 78.2°C","since":"2026-11-21T10:00:00Z"}]},
                        {"health":"ONLINE","alerts":[]}]""".replace("\n", ""));
        assertThat(data.path("sourceCounts").toString())
                .isEqualTo("{\"total\":3,\"online\":3,\"offline\":0,\"warning\":1,\"critical\":1}");
        assertThat(alerts.asked()).hasSize(1);

        alerts.answer("GET /api/v1/alerts", asked -> StubOwner.problem(503, "unavailable", "The store is away"));
        JsonNode away = query.query(
                VIEWER,
                "{ sources" + filter + " { nodes { id status health } } sourceCounts" + filter
                        + " { online critical } }");
        assertThat(away.at("/data/sources/nodes/0/health").asString()).isEqualTo("ONLINE");
        assertThat(away.at("/data/sourceCounts").toString()).isEqualTo("{\"online\":3,\"critical\":null}");
        assertThat(away.path("errors")).hasSize(1);
        assertThat(away.at("/errors/0/extensions/code").asString()).isEqualTo("unavailable");
        JsonNode unknown = query.query(VIEWER, "{ sources" + filter + " { nodes { id alerts { id } } } }");
        assertThat(unknown.at("/data/sources/nodes")).hasSize(3);
        assertThat(unknown.at("/data/sources/nodes/0/alerts").isNull()).isTrue();
    }

    @Test
    void alertsAreListedAsAlertServiceListsThem() {
        alerts.answer("GET /api/v1/alerts", page(alert("pi-1", "temperature", "critical", """
                ,"object":"cpu","acknowledged":{"by":"user:otto","at":"2026-11-21T10:01:00Z","until":"2026-11-22T10:01:00Z",
                 "level":"critical","comment":"on it"}""")));
        alerts.answer(
                "GET /api/v1/alerts/9f.1",
                alert("pi-1", "temperature", "critical", ",\"endedAt\":\"2026-11-21T11:00:00Z\""));

        JsonNode data = withoutErrors(query.query(VIEWER, """
                { alerts(filter: {open: false, levels: [WARNING, CRITICAL], sites: ["pi 1", "pi-2"], types: ["disk"], text: "a&b"},
                    first: 20, after: "x") { totalCount pageInfo { hasNextPage }
                    nodes { id object acknowledgedBy acknowledgedUntil messageEn status silenced value rule } }
                  alert(id: "9f.1") { endedAt acknowledgedBy }
                  none: alert(id: "none") { id } }"""));

        assertThat(data.at("/alerts/nodes/0").toString())
                .isEqualTo(
                        "{\"id\":\"9f.1\",\"object\":\"cpu\",\"acknowledgedBy\":\"otto\",\"acknowledgedUntil\":\"2026-11-22T10:01:00Z\","
                                + "\"messageEn\":\"High temperature: 78.2°C\",\"status\":\"FIRING\",\"silenced\":false,\"value\":\"78.2\","
                                + "\"rule\":\"temperature-high\"}");
        assertThat(data.at("/alerts/totalCount").asInt()).isEqualTo(1);
        assertThat(data.at("/alert/endedAt").asString()).isEqualTo("2026-11-21T11:00:00Z");
        assertThat(data.path("none").isNull()).isTrue();
        assertThat(alerts.asked())
                .extracting(Asked::query)
                .contains("status=resolved&level=warning,critical&type=disk&site=pi 1,pi-2&text=a&b&limit=20&after=x");
    }

    @Test
    void whatAlertServiceRefusesToARoleIsRefusedWithItsWords() {
        String one = alert("pi-1", "temperature", "critical", "");
        alerts.answerFor(Role.OPERATOR, "POST /api/v1/alerts/9f.1/acknowledge", one)
                .answerFor(Role.OPERATOR, "POST /api/v1/alerts/9f.1/unacknowledge", one)
                .answerFor(Role.OPERATOR, "POST /api/v1/silences", SILENCE)
                .answerFor(Role.OPERATOR, "DELETE /api/v1/silences/s1", "")
                .answerFor(Role.OPERATOR, "POST /api/v1/rules", RULE)
                .answerFor(Role.OPERATOR, "DELETE /api/v1/rules/r1", "")
                .answerFor(Role.OPERATOR, "POST /api/v1/rules/disk-full/reset", RULE)
                .answerFor(Role.ADMIN, "POST /api/v1/channels", CHANNEL)
                .answerFor(Role.ADMIN, "DELETE /api/v1/channels/c1", "")
                .answerFor(Role.ADMIN, "POST /api/v1/channels/c1/test", DELIVERY);
        Map<String, Role> mutations = new LinkedHashMap<>();
        mutations.put("acknowledgeAlert(id: \"9f.1\", comment: \"on it\") { id }", Role.OPERATOR);
        mutations.put("unacknowledgeAlert(id: \"9f.1\") { id }", Role.OPERATOR);
        mutations.put(
                "createSilence(input: {sites: [\"pi-1\"], reason: \"works\", until: \"2026-11-22T10:00:00Z\"}) { id }",
                Role.OPERATOR);
        mutations.put("endSilence(id: \"s1\")", Role.OPERATOR);
        mutations.put(
                "saveRule(rule: {name: \"n\", kind: SILENCE, level: INFO, type: \"offline\", messageFr: \"f\", messageEn: \"e\"}) { id }",
                Role.OPERATOR);
        mutations.put("deleteRule(id: \"r1\")", Role.OPERATOR);
        mutations.put("resetRule(id: \"disk-full\") { id }", Role.OPERATOR);
        mutations.put("saveChannel(channel: {name: \"n\", kind: SLACK, settings: []}) { id }", Role.ADMIN);
        mutations.put("deleteChannel(id: \"c1\")", Role.ADMIN);
        mutations.put("testChannel(id: \"c1\") { id }", Role.ADMIN);
        mutations.forEach((mutation, least) -> {
            for (Identity who : List.of(VIEWER, OPERATOR, RunningQuery.ADMIN)) {
                JsonNode answer = query.query(who, "mutation { " + mutation + " }");
                boolean may = ((Identity.Person) who).role().includes(least);
                assertThat(answer.has("errors"))
                        .as(who + " " + mutation + " " + answer)
                        .isNotEqualTo(may);
                assertThat(answer.at("/errors/0/extensions/code").asString(""))
                        .isEqualTo(may ? "" : "permission_denied");
            }
        });
    }

    @Test
    void aRuleIsChangedAndWhatTheInputCannotSayStays() {
        alerts.answer("GET /api/v1/rules", "[" + RULE + "," + ERRORS_RULE + "]")
                .answer("GET /api/v1/rules/disk-full", RULE)
                .answer("PUT /api/v1/rules/disk-full", RULE);
        JsonNode rules = withoutErrors(query.query(VIEWER, """
                        { rules { id name nameFr kind level labels { name value } comparison threshold clearAt clearForSeconds afterSeconds
                          minimumLevel regression messageFr } rule(id: "none") { id } }""")).path("rules");
        assertThat(rules.get(0).toString())
                .isEqualTo(
                        "{\"id\":\"disk-full\",\"name\":\"Disk nearly full\",\"nameFr\":\"Disque presque plein\",\"kind\":\"THRESHOLD\","
                                + "\"level\":\"WARNING\",\"labels\":[{\"name\":\"mountpoint\",\"value\":\"/\"}],\"comparison\":\"ABOVE\","
                                + "\"threshold\":0.9,\"clearAt\":0.85,\"clearForSeconds\":60,\"afterSeconds\":null,\"minimumLevel\":null,"
                                + "\"regression\":null,\"messageFr\":\"Espace disque faible: {value}%\"}");
        assertThat(rules.get(1).path("kind").asString()).isEqualTo("ERROR_LEVEL");
        assertThat(rules.get(1).path("minimumLevel").asString()).isEqualTo("CRITICAL");
        alerts.asked();

        withoutErrors(query.query(OPERATOR, """
                mutation { saveRule(rule: {id: "disk-full", name: "Disk full", kind: THRESHOLD, level: CRITICAL, type: "disk",
                  metric: "system.filesystem.utilization", comparison: AT_LEAST, threshold: 0.95, clearAt: 0.9, forSeconds: 30,
                  messageFr: "f", messageEn: "e"}) { id } }"""));

        JsonNode sent = alerts.asked().getLast().json();
        assertThat(sent.path("scope").toString()).isEqualTo("{\"clubs\":[\"CESSON\"],\"sources\":[]}");
        assertThat(sent.path("name").toString()).isEqualTo("{\"fr\":\"Disque presque plein\",\"en\":\"Disk full\"}");
        assertThat(sent.at("/condition/objectLabel").asString()).isEqualTo("mountpoint");
        assertThat(sent.at("/condition/comparison").asString()).isEqualTo(">=");
        assertThat(sent.at("/condition/factor").asDouble()).isEqualTo(100);
        assertThat(sent.at("/condition/value").asDouble()).isEqualTo(0.95);
        assertThat(sent.at("/condition/labels")).isEmpty();

        alerts.answer(
                "PUT /api/v1/rules/disk-full",
                asked -> StubOwner.invalid("condition.clearValue", "must not be beyond the value"));
        JsonNode refused = query.query(OPERATOR, """
                mutation { saveRule(rule: {id: "disk-full", name: "n", kind: THRESHOLD, level: INFO, type: "t", messageFr: "f",
                  messageEn: "e"}) { id } }""");
        assertThat(refused.at("/errors/0/extensions/errors/0/field").asString()).isEqualTo("rule.clearAt");
    }

    @Test
    void aRuleIsPreviewedOnTheSourcesThatHaveItsMetric() throws Exception {
        String mark = UUID.randomUUID().toString();
        heartbeats(mark + "-a", mark + "-b");
        alerts.answer("POST /api/v1/rules/preview", asked -> {
            String source = asked.json().path("source").asString();
            return new StubOwner.Answer(200, """
                    {"source":"%s","transitions":[{"at":"2026-11-21T10:00:00Z","firing":true,"object":"","value":"78.2"}],
                     "truncated":false,"stepMs":null,"partial":false}""".formatted(source));
        });
        String rule =
                "{name: \"n\", kind: THRESHOLD, level: INFO, type: \"t\", metric: \"%s\", comparison: ABOVE, threshold: 1, "
                        + "messageFr: \"f\", messageEn: \"e\"}";
        String preview = "{ rulePreview(rule: " + rule
                + ", from: \"2026-11-20T00:00:00Z\", to: \"2026-11-21T00:00:00Z\"%s) { source object firing at value } }";

        JsonNode found = withoutErrors(query.query(VIEWER, preview.formatted("hw.temperature", "")));

        assertThat(found.path("rulePreview").toString())
                .contains("{\"source\":\"" + mark
                        + "-a\",\"object\":null,\"firing\":true,\"at\":\"2026-11-21T10:00:00Z\",\"value\":\"78.2\"}")
                .contains(mark + "-b");
        assertThat(withoutErrors(query.query(VIEWER, preview.formatted("unknown", "")))
                        .path("rulePreview"))
                .isEmpty();
        assertThat(withoutErrors(query.query(
                                VIEWER, preview.formatted("hw.temperature", ", sources: [\"" + mark + "-b\"]")))
                        .path("rulePreview"))
                .hasSize(1);
        assertThat(query.query(VIEWER, preview.formatted("x", "").replace("THRESHOLD", "SILENCE"))
                        .toString())
                .contains("invalid_argument", "rule.kind");
    }

    @Test
    void silencesChannelsAndDeliveriesAreShown() {
        alerts.answer("GET /api/v1/silences", "[" + SILENCE + "]")
                .answerFor(Role.ADMIN, "GET /api/v1/channels", "[" + CHANNEL + "]")
                .answerFor(Role.OPERATOR, "GET /api/v1/deliveries", "[" + DELIVERY + "]")
                .answer(
                        "POST /api/v1/silences",
                        asked -> StubOwner.invalid("endsAt", "must be after startsAt and in the future"));

        JsonNode data = withoutErrors(query.query("""
                { silences { id selector { sites rules } reason createdBy from until }
                  channels { id kind minLevel settings { name value } lastDelivery { id state } fault }
                  deliveries(channel: "c1", first: 5) { id alertId attempts receipt } }"""));

        assertThat(data.at("/silences/0").toString())
                .isEqualTo(
                        "{\"id\":\"s1\",\"selector\":{\"sites\":[\"pi-1\"],\"rules\":[]},\"reason\":\"works\",\"createdBy\":\"otto\","
                                + "\"from\":\"2026-11-21T10:00:00Z\",\"until\":\"2026-11-22T10:00:00Z\"}");
        assertThat(data.at("/channels/0/kind").asString()).isEqualTo("FLEET_WEBHOOK");
        assertThat(data.at("/channels/0/lastDelivery/state").asString()).isEqualTo("DELIVERED");
        assertThat(data.at("/deliveries/0/receipt").asString()).isEqualTo("250 OK");
        assertThat(alerts.asked()).extracting(Asked::query).contains("channel=c1&limit=5");
        JsonNode viewer = query.query(VIEWER, "{ silences { id } channels { id } deliveries { id } }");
        assertThat(viewer.at("/data/silences")).hasSize(1);
        assertThat(viewer.at("/data/channels").isNull()).isTrue();
        assertThat(viewer.path("errors")).hasSize(2);
        JsonNode refused = query.query(
                OPERATOR, "mutation { createSilence(input: {reason: \"\", until: \"2020-01-01T00:00:00Z\"}) { id } }");
        assertThat(refused.at("/errors/0/extensions/errors/0/field").asString()).isEqualTo("input.until");
    }

    private static void changes(String club, String message) throws Exception {
        ingest.event(Topic.ALERTS, "pi-1", """
                {"specversion":"1.0","id":"9f.1/2","source":"/vigie/alert-service","type":"io.vigie.alert.acknowledged.v1","subject":"9f.1",
                 "time":"2026-11-21T10:00:00Z","datacontenttype":"application/json","data":{"alertId":"9f.1","siteId":"pi-1",
                 "clubName":%s,"type":"temperature","object":null,"level":"critical","status":"acknowledged","silenced":false,
                 "message":{"fr":"f","en":"%s"},"value":"78.2","rule":"temperature-high","since":"2026-11-21T10:00:00Z","endedAt":null,
                 "actor":"user:otto","version":2}}""".formatted(club, message));
    }

    @Test
    void changesAreToldToThoseWhoMaySeeTheClub() throws Exception {
        Identity cesson = new Identity.Person("cesar", Role.VIEWER, Set.of("CESSON"));
        String subscription = "subscription { alertChanges { id messageEn status acknowledgedBy } }";
        Socket all = query.socket(VIEWER).subscribe("1", subscription);
        Socket some = query.socket(cesson).subscribe("1", subscription);
        await("both subscriptions")
                .atMost(WITHIN)
                .pollInterval(Duration.ofMillis(300))
                .until(() -> {
                    changes("\"CESSON\"", "first");
                    return all.received() > 0 && some.received() > 0;
                });
        changes("\"BRUZ\"", "of another club");
        changes("null", "of no club");
        ingest.event(Topic.ALERTS, "pi-1", "[]");
        changes("\"CESSON\"", "last");

        assertThat(untilLast(all)).contains("first", "of another club", "of no club");
        assertThat(untilLast(some)).contains("first").doesNotContain("of another club", "of no club");
    }

    private static List<String> untilLast(Socket socket) throws InterruptedException {
        List<String> messages = new ArrayList<>();
        while (messages.isEmpty() || !messages.getLast().equals("last")) {
            JsonNode change = socket.next().at("/payload/data/alertChanges");
            assertThat(change.path("acknowledgedBy").asString()).isEqualTo("otto");
            messages.add(change.path("messageEn").asString());
        }
        return messages;
    }
}
