package io.vigie.ingest.canary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vigie.proto.stream.v1.SourceRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class CanaryJobTest {

    private static final Instant NOW = Instant.parse("2026-11-21T08:00:00Z");

    private final List<byte[]> sung = new CopyOnWriteArrayList<>();
    private final AtomicBoolean ready = new AtomicBoolean();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private CompletableFuture<Void> answer = CompletableFuture.completedFuture(null);
    private final CanaryJob job = new CanaryJob(
            canary -> {
                sung.add(canary);
                return answer;
            },
            ready::get,
            Duration.ofMillis(100),
            () -> NOW,
            meters);

    private double count(String outcome) {
        return meters.counter("vigie.ingest.canaries", "outcome", outcome).count();
    }

    @Test
    void saysNothingButTheTime() throws Exception {
        ready.set(true);
        job.sing();

        assertThat(SourceRecord.parseFrom(sung.getFirst()))
                .isEqualTo(SourceRecord.newBuilder()
                        .setReceivedAt(NOW.toEpochMilli())
                        .build());
        assertThat(count("acknowledged")).isEqualTo(1);
    }

    @Test
    void isSilentWhileNobodyCouldBeHeard() {
        job.sing();
        assertThat(sung).isEmpty();

        ready.set(true);
        answer = CompletableFuture.failedFuture(new IllegalStateException("Kafka is away"));
        job.sing();
        assertThat(sung).hasSize(1);
        assertThat(count("failed")).isEqualTo(1);
    }

    @Test
    void singsFromStartToStop() {
        ready.set(true);
        job.start();
        assertThat(job.isRunning()).isTrue();
        await().atMost(Duration.ofSeconds(30)).until(() -> sung.size() >= 3);
        job.stop();
        assertThat(job.isRunning()).isFalse();
    }

    @Test
    void refusesAPeriodThatCanNotWork() {
        assertThatThrownBy(() -> new CanarySettings(Duration.ofMillis(50)))
                .hasMessage("vigie.ingest.canary.every: 100 ms to 1 min is allowed, it is PT0.05S");
    }
}
