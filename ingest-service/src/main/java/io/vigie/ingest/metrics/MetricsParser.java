package io.vigie.ingest.metrics;

import io.vigie.ingest.json.InvalidBodyException;
import io.vigie.ingest.json.Json;
import io.vigie.ingest.json.JsonReader;
import io.vigie.ingest.schema.NameRules;
import io.vigie.proto.InvalidFrameException;
import io.vigie.proto.SourceId;
import io.vigie.proto.metrics.v1.Column;
import io.vigie.proto.metrics.v1.MetricKind;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads one object, or an array of them, strictly: each member is what it must be, and no other is there. */
final class MetricsParser {

    static final int MOST_OBJECTS = 1_000;
    static final int MOST_METRICS = 2_000;

    private static final Set<String> OBJECT = Set.of("source", "timestamp", "labels", "metrics");
    private static final Set<String> METRIC = Set.of("name", "unit", "value", "kind", "labels");

    /** Smaller timestamps are seconds: these milliseconds were in 1973, these seconds will be in 5138. */
    private static final double FIRST_MILLIS = 1e11;

    private static final double LAST_MILLIS = 8.64e15;

    private final long now;

    private MetricsParser(long now) {
        this.now = now;
    }

    /** What no two metrics of an object have in common. */
    private record Identity(String name, Map<String, String> labels) {}

    /**
     * Reads a body.
     *
     * @param now milliseconds since the epoch, the timestamp of an object that has none
     * @return one entry per object, in their order
     * @throws InvalidBodyException where it is no such body at all
     */
    static List<Entry> parse(byte[] bytes, long now) throws InvalidBodyException {
        MetricsParser parser = new MetricsParser(now);
        return switch (JsonReader.read(bytes)) {
            case Json.Obj object -> List.of(parser.entry("", object));
            case Json.Arr array -> parser.entries(array.items());
            case Json.Text t -> throw noBody();
            case Json.Num n -> throw noBody();
            case Json.Bool b -> throw noBody();
            case Json.Null n -> throw noBody();
        };
    }

    private static InvalidBodyException noBody() {
        return bad("body", "must be an object or an array of objects");
    }

    private List<Entry> entries(List<Json> items) throws InvalidBodyException {
        if (items.isEmpty() || items.size() > MOST_OBJECTS) {
            throw bad("body", "1 to " + MOST_OBJECTS + " objects are allowed, there are " + items.size());
        }
        List<Entry> entries = new ArrayList<>();
        for (int i = 0; i < items.size(); i++) {
            entries.add(entry("[" + i + "]", items.get(i)));
        }
        return entries;
    }

    /** The body itself, or the item that is called so. */
    private Entry entry(String item, Json value) {
        try {
            if (value instanceof Json.Obj object) {
                return valid(item.isEmpty() ? "" : item + ".", object);
            }
            throw bad(item, "must be an object");
        } catch (InvalidBodyException e) {
            return new Entry.Invalid(e);
        }
    }

    private Entry valid(String prefix, Json.Obj object) throws InvalidBodyException {
        checkMembers(prefix, object, OBJECT);
        SourceId source = source(prefix + "source", object.get("source"));
        long timestamp = timestamp(prefix + "timestamp", object.get("timestamp"));
        Map<String, String> labels = labels(prefix + "labels", object.get("labels"));
        return new Entry.Valid(prefix, source, timestamp, metrics(prefix + "metrics", object.get("metrics"), labels));
    }

    private static void checkMembers(String prefix, Json.Obj object, Set<String> known) throws InvalidBodyException {
        for (String member : object.members().keySet()) {
            if (!known.contains(member)) {
                String name = member.isEmpty() ? "\"\"" : member;
                throw new InvalidBodyException("unknown_member", prefix + name, "is not known here");
            }
        }
    }

    private static SourceId source(String field, Json value) throws InvalidBodyException {
        try {
            return new SourceId(text(field, value));
        } catch (IllegalArgumentException e) {
            throw bad(field, String.valueOf(e.getMessage()).replaceFirst("^source: ", ""));
        }
    }

    private static String text(String field, Json value) throws InvalidBodyException {
        if (value instanceof Json.Text text) {
            return text.value();
        }
        throw bad(field, value.isNull() ? "must be given" : "must be a text");
    }

    private long timestamp(String field, Json value) throws InvalidBodyException {
        return switch (value) {
            case Json.Null nothing -> now;
            case Json.Text text -> fromIso(field, text.value());
            case Json.Num number -> fromNumber(field, number.value());
            case Json.Bool b -> throw badTime(field);
            case Json.Arr a -> throw badTime(field);
            case Json.Obj o -> throw badTime(field);
        };
    }

    private static long fromIso(String field, String text) throws InvalidBodyException {
        try {
            return OffsetDateTime.parse(text).toInstant().toEpochMilli();
        } catch (DateTimeException | ArithmeticException e) {
            throw badTime(field);
        }
    }

    private static long fromNumber(String field, double number) throws InvalidBodyException {
        double millis = Math.rint(Math.abs(number) < FIRST_MILLIS ? number * 1000 : number);
        if (Math.abs(millis) > LAST_MILLIS) {
            throw badTime(field);
        }
        return (long) millis;
    }

    private static InvalidBodyException badTime(String field) {
        return bad(field, "must be like 2026-11-21T08:00:00Z, or seconds or milliseconds since 1970");
    }

    private static Map<String, String> labels(String field, Json value) throws InvalidBodyException {
        if (value.isNull()) {
            return Map.of();
        }
        if (!(value instanceof Json.Obj object)) {
            throw bad(field, "must be an object");
        }
        Map<String, String> labels = new LinkedHashMap<>();
        for (Map.Entry<String, Json> label : object.members().entrySet()) {
            labels.put(label.getKey(), text(field + "[" + label.getKey() + "]", label.getValue()));
        }
        return labels;
    }

    private static Map<Column, Double> metrics(String field, Json value, Map<String, String> labels)
            throws InvalidBodyException {
        if (!(value instanceof Json.Arr array)) {
            throw bad(field, value.isNull() ? "must be given" : "must be an array");
        }
        int count = array.items().size();
        if (count == 0 || count > MOST_METRICS) {
            throw bad(field, "1 to " + MOST_METRICS + " are allowed, there are " + count);
        }
        Map<Column, Double> metrics = new LinkedHashMap<>();
        Map<Identity, Integer> seen = new HashMap<>();
        for (int i = 0; i < count; i++) {
            String item = field + "[" + i + "]";
            if (!(array.items().get(i) instanceof Json.Obj metric)) {
                throw bad(item, "must be an object");
            }
            Column column = column(item + ".", metric, labels);
            Integer before = seen.put(new Identity(column.getName(), column.getLabelsMap()), i);
            if (before != null) {
                throw new InvalidBodyException(
                        "duplicate_metric", item, "name and labels are those of metrics[" + before + "]");
            }
            metrics.put(column, number(item + ".value", metric.get("value")));
        }
        return metrics;
    }

    private static Column column(String prefix, Json.Obj metric, Map<String, String> ofObject)
            throws InvalidBodyException {
        checkMembers(prefix, metric, METRIC);
        String name = text(prefix + "name", metric.get("name"));
        String unit = metric.get("unit").isNull() ? "" : text(prefix + "unit", metric.get("unit"));
        Map<String, String> labels = new LinkedHashMap<>(ofObject);
        labels.putAll(labels(prefix + "labels", metric.get("labels")));
        keep(prefix + "name", field -> NameRules.checkMetric(field, name));
        keep(prefix + "unit", field -> NameRules.checkUnit(field, unit));
        keep(prefix + "labels", field -> NameRules.checkLabels(field, labels));
        return Column.newBuilder()
                .setName(name)
                .setUnit(unit)
                .setKind(kind(prefix + "kind", metric.get("kind")))
                .putAllLabels(labels)
                .build();
    }

    private static MetricKind kind(String field, Json value) throws InvalidBodyException {
        return switch (value.isNull() ? "gauge" : text(field, value)) {
            case "gauge" -> MetricKind.METRIC_KIND_GAUGE;
            case "counter" -> MetricKind.METRIC_KIND_COUNTER;
            default -> throw bad(field, "gauge or counter is allowed");
        };
    }

    private static double number(String field, Json value) throws InvalidBodyException {
        if (value instanceof Json.Num number) {
            return number.value();
        }
        throw bad(field, value.isNull() ? "must be given" : "must be a number");
    }

    /** A rule that names field and limit in one sentence. */
    @FunctionalInterface
    private interface Rule {
        void check(String field) throws InvalidFrameException;
    }

    private static void keep(String field, Rule rule) throws InvalidBodyException {
        try {
            rule.check(field);
        } catch (InvalidFrameException e) {
            String sentence = String.valueOf(e.getMessage());
            int end = sentence.indexOf(": ", field.length());
            throw new InvalidBodyException(e.code(), sentence.substring(0, end), sentence.substring(end + 2));
        }
    }

    private static InvalidBodyException bad(String field, String detail) {
        return new InvalidBodyException("bad_value", field, detail);
    }
}
