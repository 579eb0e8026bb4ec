package io.vigie.ingest.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vigie.proto.InvalidFrameException;
import io.vigie.proto.SchemaId;
import io.vigie.proto.Topic;
import io.vigie.proto.metrics.v1.Column;
import io.vigie.proto.metrics.v1.Schema;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class SchemaRegistryTest {

    private static final Schema SCHEMA = schema("cpu");

    private final List<String> published = new ArrayList<>();
    private CompletableFuture<Void> answer = new CompletableFuture<>();
    private Instant now = Instant.parse("2026-11-21T23:59:00Z");
    private final SchemaRegistry registry = new SchemaRegistry(
            (topic, key, value) -> {
                assertThat(topic).isEqualTo(Topic.SCHEMAS);
                published.add(key);
                return answer;
            },
            () -> now,
            new SimpleMeterRegistry());

    @Test
    void isDeclaredWhenKafkaHasIt() throws Exception {
        CompletableFuture<Void> declared = registry.declare(registry.check(SCHEMA));
        assertThat(published).containsExactly(SchemaId.hex(SCHEMA.getId()));
        assertThat(declared).isNotDone();

        answer.complete(null);

        assertThat(declared).isCompleted();
    }

    @Test
    void isPublishedOnceADayAsLongAsItIsUsed() throws Exception {
        answer.complete(null);
        DeclaredSchema schema = registry.check(SCHEMA);
        registry.declare(schema);
        registry.declare(schema);
        assertThat(published).hasSize(1);

        now = now.plus(Duration.ofMinutes(2));
        registry.declare(schema);

        assertThat(published).hasSize(2);
    }

    @Test
    void isPublishedAgainWhenKafkaDidNotTakeIt() throws Exception {
        DeclaredSchema schema = registry.check(SCHEMA);
        registry.declare(schema);
        answer.completeExceptionally(new IllegalStateException("away"));
        answer = CompletableFuture.completedFuture(null);

        assertThat(registry.declare(schema)).isCompleted();
        assertThat(published).hasSize(2);
    }

    @Test
    void refusesTheIdOfAnotherSchemaAlsoWhenThatIsKnown() throws Exception {
        registry.declare(registry.check(SCHEMA));
        Schema forged = schema("memory").toBuilder().setId(SCHEMA.getId()).build();

        assertThatThrownBy(() -> registry.check(forged))
                .isInstanceOfSatisfying(
                        InvalidFrameException.class, e -> assertThat(e.code()).isEqualTo("bad_schema_id"));
    }

    @Test
    void refusesTooManyColumnsAndLabels() {
        Schema.Builder wide = Schema.newBuilder();
        for (int i = 0; i <= SchemaRules.MAX_COLUMNS; i++) {
            wide.addColumns(Column.newBuilder().setName("c" + i));
        }
        assertThatThrownBy(() -> registry.check(wide.build()))
                .hasMessage("schema.columns: 1 to 2000 are allowed, there are 2001");

        Column.Builder column = Column.newBuilder().setName("c");
        for (int i = 0; i <= NameRules.MAX_LABELS; i++) {
            column.putLabels("l" + i, "");
        }
        assertThatThrownBy(() ->
                        registry.check(Schema.newBuilder().addColumns(column).build()))
                .hasMessage("schema.columns[0].labels: at most 16 are allowed, there are 17");
    }

    private static Schema schema(String name) {
        List<Column> columns = List.of(Column.newBuilder().setName(name).build());
        return Schema.newBuilder()
                .setId(SchemaId.of(columns))
                .addAllColumns(columns)
                .build();
    }
}
