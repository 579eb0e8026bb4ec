package io.vigie.alert.evaluation;

import io.vigie.alert.rule.Condition.Threshold;
import io.vigie.alert.rule.Rule;
import io.vigie.alert.rule.Rules;
import io.vigie.frames.Column;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.stream.Collectors;

/** Which rules look at which columns; remembered by schema. By one thread. */
final class Matches {

    private static final int MOST_SCHEMAS = 2000;

    /** A column that a rule looks at. */
    record Match(int column, Rule rule, Threshold threshold, String name, String object) {}

    private final IdentityHashMap<List<Column>, List<Match>> bySchema = new IdentityHashMap<>();
    private long revision = -1;

    List<Match> of(List<Column> columns, Rules rules) {
        if (rules.revision() != revision || bySchema.size() > MOST_SCHEMAS) {
            bySchema.clear();
            revision = rules.revision();
        }
        return bySchema.computeIfAbsent(columns, schema -> find(schema, rules));
    }

    private static List<Match> find(List<Column> columns, Rules rules) {
        List<Match> matches = new ArrayList<>();
        for (Rule rule : rules.byId().values()) {
            rule.condition().onMetric().filter(threshold -> rule.enabled()).ifPresent(threshold -> {
                for (int i = 0; i < columns.size(); i++) {
                    Column column = columns.get(i);
                    if (column.name().equals(threshold.metric()) && threshold.selects(column.labels())) {
                        String object = column.labels().getOrDefault(threshold.objectLabel(), "");
                        matches.add(new Match(i, rule, threshold, name(column), object));
                    }
                }
            });
        }
        return List.copyOf(matches);
    }

    /** What tells a column apart: {@code name{label=value,label=value}}, labels sorted. */
    static String name(Column column) {
        return column.name()
                + column.labels().entrySet().stream()
                        .map(label -> label.getKey() + "=" + label.getValue())
                        .collect(Collectors.joining(",", "{", "}"));
    }

    /** Whether a rule still looks at a series of this name. */
    static boolean looksAt(Threshold threshold, String series) {
        int from = series.indexOf('|') + 1;
        int brace = series.indexOf('{', from);
        if (brace < 0 || !series.substring(from, brace).equals(threshold.metric())) {
            return false;
        }
        String labels = "," + series.substring(brace + 1, series.length() - 1) + ",";
        return threshold.labels().stream()
                .allMatch(label -> labels.contains("," + label.name() + "=" + label.value() + ","));
    }
}
