package io.vigie.agent.uplink;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BackoffTest {

    private final Backoff backoff = new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(60), new Random(1));

    @Test
    void theLimitDoublesFromOneSecondToSixty() {
        for (int limit : new int[] {1, 2, 4, 8, 16, 32, 60, 60, 60}) {
            assertThat(backoff.next(Duration.ZERO)).isBetween(Duration.ZERO, Duration.ofSeconds(limit));
        }
    }

    @Test
    void jitterUsesTheWholeRange() {
        for (int i = 0; i < 6; i++) {
            backoff.next(Duration.ZERO);
        }
        double mean = IntStream.range(0, 1000)
                .mapToLong(i -> backoff.next(Duration.ZERO).toMillis())
                .average()
                .orElseThrow();

        assertThat(mean).isBetween(27_000.0, 33_000.0);
    }

    @Test
    void whatTheServerAsksForIsTheLeast() {
        assertThat(backoff.next(Duration.ofSeconds(30))).isBetween(Duration.ofSeconds(30), Duration.ofSeconds(31));
    }

    @Test
    void beginsAnewAfterASuccess() {
        for (int i = 0; i < 40; i++) {
            backoff.next(Duration.ZERO);
        }
        backoff.succeeded();

        assertThat(backoff.failures()).isZero();
        assertThat(backoff.next(Duration.ZERO)).isBetween(Duration.ZERO, Duration.ofSeconds(1));
    }
}
