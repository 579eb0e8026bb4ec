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
        CompletableFuture<Void> declared = registry.declare("pi", SCHEMA).done();
        assertThat(published).containsExactly(SchemaId.hex(SCHEMA.getId()));
        assertThat(declared).isNotDone();

        answer.complete(null);

        assertThat(declared).isCompleted();
    }

    @Test
    void isPublishedOnceADayAsLongAsItIsUsed() throws Exception {
        answer.complete(null);
        DeclaredSchema schema = registry.declare("pi", SCHEMA).schema();
        registry.declare("pi", SCHEMA);
        assertThat(registry.renew(schema)).contains(schema);
        assertThat(published).hasSize(1);

        now = now.plus(Duration.ofMinutes(2));
        DeclaredSchema today = registry.renew(schema).orElseThrow();
        assertThat(published).hasSize(2);
        assertThat(registry.renew(today)).contains(today);
        assertThat(registry.renew(schema)).contains(today);

        assertThat(published).hasSize(2);
    }

    @Test
    void isPublishedAgainWhenKafkaDidNotTakeIt() throws Exception {
        registry.declare("pi", SCHEMA);
        answer.completeExceptionally(new IllegalStateException("away"));
        answer = CompletableFuture.completedFuture(null);

        assertThat(registry.declare("pi", SCHEMA).done()).isCompleted();
        assertThat(published).hasSize(2);
    }

    @Test
    void refusesTheIdOfAnotherSchemaAlsoWhenThatIsKnown() throws Exception {
        registry.declare("pi", SCHEMA);
        Schema forged = schema("memory").toBuilder().setId(SCHEMA.getId()).build();

        assertThatThrownBy(() -> registry.declare("pi", forged))
                .isInstanceOfSatisfying(
                        InvalidFrameException.class, e -> assertThat(e.code()).isEqualTo("bad_schema_id"));
    }

    @Test
    void refusesTooManyColumnsAndLabels() {
        Schema.Builder wide = Schema.newBuilder();
        for (int i = 0; i <= SchemaRules.MAX_COLUMNS; i++) {
            wide.addColumns(Column.newBuilder().setName("c" + i));
        }
        assertThatThrownBy(() -> registry.declare("pi", wide.build()))
                .hasMessage("schema.columns: 1 to 2000 are allowed, there are 2001");

        Column.Builder column = Column.newBuilder().setName("c");
        for (int i = 0; i <= NameRules.MAX_LABELS; i++) {
            column.putLabels("l" + i, "");
        }
        assertThatThrownBy(() -> registry.declare(
                        "pi", Schema.newBuilder().addColumns(column).build()))
                .hasMessage("schema.columns[0].labels: at most 16 are allowed, there are 17");
    }

    @Test
    void refusesALargeSchemaByNameBeforeItLooksInside() {
        Schema large = schema(1_500, "x".repeat(190));

        assertThatThrownBy(() -> registry.declare("pi", large))
                .hasMessage("schema: at most 262144 bytes are allowed, there are " + large.getSerializedSize());
    }

    @Test
    void allowsASourceSoManyNewSchemasADay() throws Exception {
        answer.complete(null);
        for (int i = 0; i < SchemaQuota.MAX_SCHEMAS; i++) {
            registry.declare("hostile", schema("a" + i));
        }
        assertThatThrownBy(() -> registry.declare("hostile", schema("b")))
                .isInstanceOf(SchemaQuotaException.class)
                .hasMessage("schema: at most 100 new ones are allowed for a source in a day");
        registry.declare("hostile", schema("a0"));
        registry.declare("pi", schema("b"));
        registry.declare("hostile", schema("b"));

        now = now.plus(Duration.ofMinutes(2));
        registry.declare("hostile", schema("c"));
    }

    @Test
    void allowsASourceSoManyBytesOfNewSchemasADay() throws Exception {
        for (int i = 0; i < 20; i++) {
            registry.declare("hostile", schema(1_000, i + "x".repeat(190)));
        }
        assertThatThrownBy(() -> {
                    registry.declare("hostile", schema(1_000, "20" + "x".repeat(190)));
                    registry.declare("hostile", schema(1_000, "21" + "x".repeat(190)));
                })
                .isInstanceOf(SchemaQuotaException.class)
                .hasMessageStartingWith("schema: at most 4194304 bytes of new ones are allowed for a source in a day");
    }

    @Test
    void remembersWithinALimitAndAsksForWhatItForgot() throws Exception {
        answer.complete(null);
        DeclaredSchema first = registry.declare("pi", SCHEMA).schema();
        for (int i = 0; i < 300; i++) {
            registry.declare("source " + i, schema(1_000, i + "x".repeat(190)));
            assertThat(registry.bytes()).isLessThanOrEqualTo(SchemaRegistry.REMEMBERED_BYTES);
        }
        assertThat(registry.renew(first)).as("published today").contains(first);

        now = now.plus(Duration.ofMinutes(2));

        assertThat(registry.renew(first)).as("forgotten").isEmpty();
        assertThat(registry.declare("pi", SCHEMA).schema().day()).isAfter(first.day());
    }

    private static Schema schema(int columns, String name) {
        Schema.Builder schema = Schema.newBuilder();
        for (int i = 0; i < columns; i++) {
            schema.addColumns(Column.newBuilder().setName(name + i));
        }
        return schema.setId(SchemaId.of(schema.getColumnsList())).build();
    }

    private static Schema schema(String name) {
        List<Column> columns = List.of(Column.newBuilder().setName(name).build());
        return Schema.newBuilder()
                .setId(SchemaId.of(columns))
                .addAllColumns(columns)
                .build();
    }
}
