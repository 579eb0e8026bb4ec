package io.vigie.ingest.metrics;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vigie.ingest.json.InvalidBodyException;
import io.vigie.proto.metrics.v1.Column;
import io.vigie.proto.metrics.v1.MetricKind;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MetricsParserTest {

    private static final long NOW = Instant.parse("2026-11-21T08:00:05Z").toEpochMilli();
    private static final String METRIC = "{\"name\":\"a\",\"value\":1}";

    /** The body of REQUIREMENTS. */
    static final String MANUAL = """
            { "source": "shop-api", "timestamp": "2026-11-21T08:00:00Z", "labels": {"store": "rennes"},
              "metrics": [ {"name": "http.server.request.duration", "unit": "s", "value": 0.182, "labels": {"route": "/orders"}},
                           {"name": "business.revenue", "unit": "EUR", "value": 1799.98, "kind": "counter"} ] }
            """;

    private static List<Entry> parse(String body) throws InvalidBodyException {
        return MetricsParser.parse(body.getBytes(UTF_8), NOW);
    }

    private static Entry.Valid valid(String body) throws InvalidBodyException {
        List<Entry> entries = parse(body);
        assertThat(entries).hasSize(1);
        assertThat(entries.getFirst()).isInstanceOf(Entry.Valid.class);
        return (Entry.Valid) entries.getFirst();
    }

    private static String of(String metric) {
        return "{\"source\":\"s\",\"metrics\":[" + metric + "]}";
    }

    @Test
    void readsTheBodyOfTheManual() throws Exception {
        Entry.Valid object = valid(MANUAL);

        assertThat(object.source().value()).isEqualTo("shop-api");
        assertThat(Instant.ofEpochMilli(object.timestamp())).isEqualTo("2026-11-21T08:00:00Z");
        assertThat(object.values())
                .isEqualTo(Map.of(
                        Column.newBuilder()
                                .setName("http.server.request.duration")
                                .setUnit("s")
                                .setKind(MetricKind.METRIC_KIND_GAUGE)
                                .putLabels("store", "rennes")
                                .putLabels("route", "/orders")
                                .build(),
                        0.182,
                        Column.newBuilder()
                                .setName("business.revenue")
                                .setUnit("EUR")
                                .setKind(MetricKind.METRIC_KIND_COUNTER)
                                .putLabels("store", "rennes")
                                .build(),
                        1799.98));
    }

    @Test
    void aMetricsOwnLabelWins() throws Exception {
        Entry.Valid object = valid("""
                {"source":"s","labels":{"store":"rennes","a":"1"},
                 "metrics":[{"name":"m","value":1,"labels":{"store":"brest"}}]}""");
        assertThat(object.values().keySet().iterator().next().getLabelsMap())
                .isEqualTo(Map.of("store", "brest", "a", "1"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "null|2026-11-21T08:00:05Z",
                "\"2026-11-21T09:00:00.250+01:00\"|2026-11-21T08:00:00.250Z",
                "1795248000|2026-11-21T08:00:00Z",
                "1795248000000|2026-11-21T08:00:00Z",
                "1795248000.5|2026-11-21T08:00:00.500Z",
            })
    void readsTimestamps(String written, String instant) throws Exception {
        Entry.Valid object = valid("{\"source\":\"s\",\"timestamp\":" + written + ",\"metrics\":[" + METRIC + "]}");
        assertThat(Instant.ofEpochMilli(object.timestamp())).isEqualTo(instant);
    }

    @Test
    void anArrayKeepsItsGoodObjects() throws Exception {
        List<Entry> entries = parse("[" + of(METRIC) + ",7," + of("{\"name\":\"a\"}") + "," + of(METRIC) + "]");
        assertThat(entries).hasSize(4);
        assertThat(entries.get(0))
                .isInstanceOfSatisfying(
                        Entry.Valid.class, it -> assertThat(it.prefix()).isEqualTo("[0]."));
        assertThat(entries.get(1))
                .isInstanceOfSatisfying(
                        Entry.Invalid.class, it -> assertThat(it.reason()).hasMessage("[1]: must be an object"));
        assertThat(entries.get(2))
                .isInstanceOfSatisfying(
                        Entry.Invalid.class,
                        it -> assertThat(it.reason()).hasMessage("[2].metrics[0].value: must be given"));
        assertThat(entries.get(3)).isInstanceOf(Entry.Valid.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}|source: must be given",
                "{\"source\":7}|source: must be a text",
                "{\"source\":\"a/b\"}|source: only letters, digits",
                "{\"source\":\"\"}|source: 1 to 128 characters are allowed, there are 0",
                "{\"source\":\"s\",\"timestamp\":\"yesterday\"}|timestamp: must be like 2026-11-21T08:00:00Z",
                "{\"source\":\"s\",\"timestamp\":\"+999999999-01-01T00:00:00Z\"}|timestamp: must be like",
                "{\"source\":\"s\",\"timestamp\":1e300}|timestamp: must be like",
                "{\"source\":\"s\",\"timestamp\":[]}|timestamp: must be like",
                "{\"source\":\"s\",\"labels\":[]}|labels: must be an object",
                "{\"source\":\"s\",\"labels\":{\"a\":1}}|labels[a]: must be a text",
                "{\"source\":\"s\"}|metrics: must be given",
                "{\"source\":\"s\",\"metrics\":{}}|metrics: must be an array",
                "{\"source\":\"s\",\"metrics\":[]}|metrics: 1 to 2000 are allowed, there are 0",
                "{\"source\":\"s\",\"metric\":[]}|metric: is not known here",
                "{\"source\":\"s\",\"metrics\":[7]}|metrics[0]: must be an object",
                "{\"source\":\"s\",\"metrics\":[{\"value\":1}]}|metrics[0].name: must be given",
                "{\"source\":\"s\",\"metrics\":[{\"name\":\"a b\",\"value\":1}]}|metrics[0].name: 1 to 200 of A-Z",
                "{\"source\":\"s\",\"metrics\":[{\"name\":\"a\",\"valeu\":1}]}|metrics[0].valeu: is not known here",
                "{\"source\":\"s\",\"metrics\":[{\"name\":\"a\",\"value\":\"1\"}]}|metrics[0].value: must be a number",
                "{\"source\":\"s\",\"metrics\":[{\"name\":\"a\",\"value\":1,\"kind\":\"sum\"}]}|metrics[0].kind: gauge or counter is allowed",
                "{\"source\":\"s\",\"metrics\":[{\"name\":\"a\",\"value\":1,\"unit\":1}]}|metrics[0].unit: must be a text",
                "{\"source\":\"s\",\"metrics\":[{\"name\":\"a\",\"value\":1,\"unit\":\"123456789012345678901234567890123\"}]}|metrics[0].unit: at most 32 characters are allowed, there are 33",
                "{\"source\":\"s\",\"metrics\":[{\"name\":\"a\",\"value\":1,\"labels\":{\"b c\":\"x\"}}]}|metrics[0].labels: keys are 1 to 64 of",
                "{\"source\":\"s\",\"metrics\":[{\"name\":\"a\",\"value\":1},{\"name\":\"a\",\"value\":1,\"unit\":\"s\"}]}|metrics[1]: name and labels are those of metrics[0]",
            })
    void refusesByName(String body, String message) throws Exception {
        assertThat(parse(body).getFirst())
                .isInstanceOfSatisfying(
                        Entry.Invalid.class, it -> assertThat(it.reason()).hasMessageStartingWith(message));
    }

    @Test
    void refusesLabelsBeyondTheirLimitsByName() throws Exception {
        StringBuilder labels = new StringBuilder("\"z\":\"1\"");
        for (int i = 0; i < 16; i++) {
            labels.append(",\"l").append(i).append("\":\"x\"");
        }
        assertThat(((Entry.Invalid) parse(of("{\"name\":\"a\",\"value\":1,\"labels\":{" + labels + "}}"))
                                .getFirst())
                        .reason())
                .hasMessage("metrics[0].labels: at most 16 are allowed, there are 17");
        String value = "v".repeat(257);
        assertThat(((Entry.Invalid) parse(of("{\"name\":\"a\",\"value\":1,\"labels\":{\"k\":\"" + value + "\"}}"))
                                .getFirst())
                        .reason())
                .hasMessage("metrics[0].labels[k]: at most 256 characters are allowed, there are 257");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "7|body: must be an object or an array of objects",
                "null|body: must be an object or an array of objects",
                "[]|body: 1 to 1000 objects are allowed, there are 0",
                "[{\"a\":NaN}]|[0].a: must be a finite number",
            })
    void refusesWhatIsNoSuchBody(String body, String message) {
        assertThatThrownBy(() -> parse(body))
                .isInstanceOf(InvalidBodyException.class)
                .hasMessage(message);
    }

    @Test
    void refusesMoreThanAThousand() {
        assertThatThrownBy(() -> parse("[" + "{},".repeat(1000) + "{}]"))
                .hasMessage("body: 1 to 1000 objects are allowed, there are 1001");
    }
}
