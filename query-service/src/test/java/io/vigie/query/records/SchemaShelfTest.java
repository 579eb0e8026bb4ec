package io.vigie.query.records;

import static org.assertj.core.api.Assertions.assertThat;

import io.vigie.messaging.InvalidRecordException;
import io.vigie.proto.SchemaId;
import io.vigie.proto.metrics.v1.Schema;
import org.junit.jupiter.api.Test;

class SchemaShelfTest {

    private static final long LIMIT = 64 * 1024;

    private final SchemaShelf shelf = new SchemaShelf(LIMIT);

    private void publish(Schema schema) throws InvalidRecordException {
        shelf.read(SchemaId.hex(schema.getId()), TestRecords.schemaRecord(schema), null);
    }

    @Test
    void keepsWhatIsInUseWithinItsLimitWhateverIsPublished() throws Exception {
        Schema used = TestRecords.schema("used");
        Schema unused = TestRecords.schema("unused");
        publish(used);
        publish(unused);
        for (int i = 0; i < 1_000; i++) {
            publish(TestRecords.schema("n".repeat(150) + i, "m".repeat(150) + i));
            assertThat(shelf.columns(SchemaId.hex(used.getId()))).isPresent();
            assertThat(shelf.bytes()).isLessThanOrEqualTo(LIMIT);
        }

        assertThat(shelf.columns(SchemaId.hex(unused.getId()))).isEmpty();
        publish(unused);
        assertThat(shelf.columns(SchemaId.hex(unused.getId()))).isPresent();
    }

    @Test
    void isNotCountedTwice() throws Exception {
        publish(TestRecords.schema("a"));
        long once = shelf.bytes();
        publish(TestRecords.schema("a"));
        assertThat(shelf.bytes()).isEqualTo(once);
    }
}
