package io.vigie.alert.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PartitionClockTest {

    private static final long T = 1_732_176_000_000L;
    private static final long YEAR = 31_536_000L;

    /** Seconds of canaries with a period of 5 s, and how much time they prove. */
    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "0 5 10, 10",
        // one lost canary is made good, an outage of an hour counts two periods
        "0 10 15, 15",
        "0 3600 3605, 15",
        // two instances of ingest, one of them behind
        "0 -2 5 3 10 8, 10",
        // ingest's clock is set, by a year, either way
        "0 5 -31536000 -31535995, 10",
        "0 5 31536000 31536005, 20",
        "0 5 5 5, 5"
    })
    void onlyCanariesProveTime(String canaries, long seconds) {
        PartitionClock clock = PartitionClock.START;
        for (String canary : canaries.split(" ")) {
            clock = clock.after(T + Long.parseLong(canary) * 1000, 5000);
        }
        assertThat(clock.time()).isEqualTo(seconds * 1000);
        assertThat(clock.lastCanary()).isLessThanOrEqualTo(T + (YEAR + 5) * 1000);
    }
}
