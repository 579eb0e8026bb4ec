package io.vigie.proto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vigie.proto.metrics.v1.Column;
import io.vigie.proto.metrics.v1.MetricKind;
import java.security.SecureRandom;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdentityTest {

    @ParameterizedTest
    @ValueSource(strings = {"cesson-b827eb123456", "saint étienne-b827eb123456", "a", "(x)+'y'@z:1_2.3", "東京"})
    void takesTheIdsThatClientsMake(String id) {
        assertThat(new SourceId(id).value()).isEqualTo(id);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " a", "a ", "a/b", "a\nb", "a\u0000", "<script>", "a\"b"})
    void refusesOthersByName(String id) {
        assertThatThrownBy(() -> new SourceId(id))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("source: ");
    }

    @Test
    void theSameIdInTwoUnicodeFormsIsOne() {
        assertThat(new SourceId("e\u0301")).isEqualTo(new SourceId("\u00e9"));
    }

    @Test
    void lengthCountsCodePoints() {
        assertThat(new SourceId("𝒳".repeat(SourceId.MAX_LENGTH))).isNotNull();
        assertThatThrownBy(() -> new SourceId("a".repeat(SourceId.MAX_LENGTH + 1)))
                .hasMessage("source: 1 to 128 characters are allowed, there are 129");
    }

    @Test
    void aKeyIsReadBackAndMasked() {
        ApiKey key = ApiKey.generate(new SecureRandom());

        ApiKey read = ApiKey.parse(key.reveal()).orElseThrow();

        assertThat(read.matches(key.sha256())).isTrue();
        assertThat(read.matches(ApiKey.generate(new SecureRandom()).sha256())).isFalse();
        assertThat(read.toString()).isEqualTo("avl_" + key.prefix() + "…").doesNotContain(key.reveal());
        assertThat(ApiKey.parse(key.reveal() + "x")).isEmpty();
        assertThat(ApiKey.parse("avl_short")).isEmpty();
    }

    @Test
    void aSchemaIdDependsOnOrderAndContentButNotOnLabelOrder() {
        Column cpu = column("system.cpu.utilization")
                .putLabels("a", "1")
                .putLabels("b", "2")
                .build();
        Column same = column("system.cpu.utilization")
                .putLabels("b", "2")
                .putLabels("a", "1")
                .build();
        Column memory = column("system.memory.utilization").build();

        assertThat(SchemaId.of(List.of(cpu, memory))).isEqualTo(SchemaId.of(List.of(same, memory)));
        assertThat(SchemaId.of(List.of(cpu, memory))).isNotEqualTo(SchemaId.of(List.of(memory, cpu)));
        assertThat(SchemaId.of(List.of(cpu)).size()).isEqualTo(SchemaId.LENGTH);
        assertThat(SchemaId.hex(SchemaId.of(List.of()))).isEqualTo("e3b0c44298fc1c149afbf4c8996fb924");
    }

    private static Column.Builder column(String name) {
        return Column.newBuilder().setName(name).setKind(MetricKind.METRIC_KIND_GAUGE);
    }
}
