package io.vigie.ingest.sample;

import static org.assertj.core.api.Assertions.assertThat;

import io.vigie.ingest.sample.ColumnLists.Part;
import io.vigie.proto.SchemaId;
import io.vigie.proto.SourceId;
import io.vigie.proto.agent.v1.SourceKind;
import io.vigie.proto.metrics.v1.Column;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ColumnListsTest {

    private static final Column A = Columns.gauge("a", "1");
    private static final Column B = Columns.gauge("b", "1", "x", "1");
    private static final Column C = Columns.gauge("b", "1", "x", "2");

    private final ColumnLists lists = new ColumnLists();

    private List<Part> place(String source, Column... columns) {
        Map<Column, Double> values = new LinkedHashMap<>();
        for (Column column : columns) {
            values.put(column, (double) values.size());
        }
        return lists.parts(
                lists.place(new Sample(new SourceId(source), SourceKind.SOURCE_KIND_SERVICE, 0, List.of(), values)));
    }

    @Test
    void aListOnlyGrowsAndAMissingFieldMakesNoNewOne() {
        assertThat(place("s", A, B).getFirst().schema().getColumnsList()).containsExactly(A, B);
        Part grown = place("s", C, A).getFirst();
        assertThat(grown.schema().getColumnsList()).containsExactly(A, B, C);
        assertThat(grown.schema().getId()).isEqualTo(SchemaId.of(List.of(A, B, C)));
        assertThat(grown.values()).containsExactlyInAnyOrderEntriesOf(Map.of(0, 1.0, 2, 0.0));

        Part less = place("s", B).getFirst();
        assertThat(less.schema()).isEqualTo(grown.schema());
        assertThat(less.values()).containsExactly(Map.entry(1, 0.0));
    }

    @Test
    void theOrderOfABodyDoesNotMatterForItsSchema() {
        assertThat(place("one", C, B, A).getFirst().schema())
                .isEqualTo(place("two", A, B, C).getFirst().schema());
    }

    @Test
    void aColumnOfAnotherUnitTakesThePlaceOfTheOldOne() {
        place("s", A, B);
        Column inSeconds = Columns.gauge("a", "s");
        assertThat(place("s", inSeconds).getFirst().schema().getColumnsList()).containsExactly(inSeconds, B);
    }

    @Test
    void aNewColumnCostsAShortSchemaHoweverManyThereAre() {
        Column[] many = new Column[ColumnLists.MOST];
        for (int i = 0; i < many.length; i++) {
            many[i] = Columns.gauge("m" + i, "1");
        }
        List<Part> parts = place("s", many);
        assertThat(parts).hasSize(32).allMatch(part -> part.schema().getColumnsCount() <= ColumnLists.LONGEST);
        Set<Column> all = new HashSet<>();
        parts.forEach(part -> all.addAll(part.schema().getColumnsList()));
        assertThat(all).containsExactlyInAnyOrder(many);
        assertThat(lists.remembered()).isEqualTo(ColumnLists.MOST);

        assertThat(place("s", A).getFirst().schema().getColumnsList())
                .as("begins anew")
                .containsExactly(A);
        assertThat(lists.remembered()).isEqualTo(1);
    }

    @Test
    void whoWasNotHeardForLongestIsForgotten() {
        List<Column> columns = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            columns.add(Columns.gauge("m" + i, "1"));
        }
        place("first", A, B);
        for (int i = 0; i < 250; i++) {
            place("source " + i, columns.toArray(Column[]::new));
        }
        assertThat(lists.remembered()).isLessThanOrEqualTo(200_000).isGreaterThan(190_000);
        assertThat(place("first", B).getFirst().schema().getColumnsList()).containsExactly(B);
    }
}
