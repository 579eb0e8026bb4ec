package io.vigie.agent.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.vigie.agent.probe.Metric;
import io.vigie.proto.metrics.v1.Column;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ColumnListTest {

    @TempDir
    Path folder;

    @Test
    void aColumnWithAnotherUnitTakesThePlaceOfTheOldOneOverARestart() throws IOException {
        ColumnList before = list();
        before.frame(Map.of(Metric.gauge("load", "1"), 0.5));
        before.frame(Map.of(Metric.gauge("uptime", "s"), 7.0));

        ColumnList after = list();
        after.frame(Map.of(Metric.gauge("load", "{thread}"), 0.5));

        assertThat(after.schema().getColumnsList())
                .extracting(Column::getName, Column::getUnit)
                .containsExactly(tuple("load", "{thread}"), tuple("uptime", "s"));
        assertThat(after.schema().getId()).isNotEqualTo(before.schema().getId());
        assertThat(list().schema()).isEqualTo(after.schema());
    }

    private ColumnList list() throws IOException {
        return new ColumnList(folder.resolve("columns"));
    }
}
