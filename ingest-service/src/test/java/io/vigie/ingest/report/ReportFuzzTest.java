package io.vigie.ingest.report;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.vigie.ingest.json.InvalidBodyException;
import io.vigie.ingest.json.Mutations;
import org.junit.jupiter.api.Test;

class ReportFuzzTest {

    private static final int INPUTS = 100_000;

    @Test
    void malformedBodiesAreTakenOrRefusedByName() {
        Mutations mutations = new Mutations(20_261_121, ReportParserTest.MANUAL);
        int refused = 0;
        for (int i = 0; i < INPUTS; i++) {
            byte[] body = mutations.next();
            try {
                assertThat(ReportParser.parse(body).build().toByteArray()).isNotEmpty();
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
}
