package io.vigie.ingest.metrics;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.vigie.ingest.json.InvalidBodyException;
import io.vigie.ingest.json.Mutations;
import java.util.List;
import org.junit.jupiter.api.Test;

class MetricsFuzzTest {

    private static final int INPUTS = 100_000;

    @Test
    void malformedBodiesAreTakenOrRefusedByName() {
        Mutations mutations = new Mutations(20_261_121, MetricsParserTest.MANUAL);
        int refused = 0;
        for (int i = 0; i < INPUTS; i++) {
            byte[] body = mutations.next();
            try {
                refuse(MetricsParser.parse(body, 0));
            } catch (InvalidBodyException e) {
                assertThat(e.field()).isNotEmpty();
                assertThat(e.detail()).isNotEmpty();
                refused++;
            } catch (RuntimeException e) {
                throw new AssertionError(new String(body, UTF_8), e);
            }
        }
        assertThat(refused).isBetween(INPUTS / 4, INPUTS - 100);
    }

    private static void refuse(List<Entry> entries) throws InvalidBodyException {
        for (Entry entry : entries) {
            if (entry instanceof Entry.Invalid(InvalidBodyException reason)) {
                throw reason;
            }
        }
    }
}
