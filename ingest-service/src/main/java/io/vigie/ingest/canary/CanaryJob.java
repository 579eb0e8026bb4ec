package io.vigie.ingest.canary;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import io.micrometer.core.instrument.MeterRegistry;
import io.vigie.proto.stream.v1.SourceRecord;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;

/**
 * Puts a record without a source on each partition of the topic metrics, as long as this instance takes what sources send: who
 * judges a source's silence by them blames no source for a time in which nobody listened.
 */
final class CanaryJob implements SmartLifecycle {

    private final Function<byte[], CompletableFuture<Void>> toEachPartition;
    private final BooleanSupplier ready;
    private final Duration every;
    private final InstantSource clock;
    private final MeterRegistry meters;
    private volatile @Nullable ScheduledThreadPoolExecutor worker;

    CanaryJob(
            Function<byte[], CompletableFuture<Void>> toEachPartition,
            BooleanSupplier ready,
            Duration every,
            InstantSource clock,
            MeterRegistry meters) {
        this.toEachPartition = toEachPartition;
        this.ready = ready;
        this.every = every;
        this.clock = clock;
        this.meters = meters;
    }

    /** One round. What fails is not made up for: the next canary says more. */
    void sing() {
        if (ready.getAsBoolean()) {
            byte[] canary = SourceRecord.newBuilder()
                    .setReceivedAt(clock.millis())
                    .build()
                    .toByteArray();
            toEachPartition
                    .apply(canary)
                    .whenComplete((done, error) -> count(error == null ? "acknowledged" : "failed"));
        }
    }

    private void count(String outcome) {
        meters.counter("vigie.ingest.canaries", "outcome", outcome).increment();
    }

    @Override
    public void start() {
        ScheduledThreadPoolExecutor own = new ScheduledThreadPoolExecutor(
                1, Thread.ofPlatform().daemon().name("canary").factory());
        // Never two at once after a pause.
        own.scheduleWithFixedDelay(this::sing, 0, every.toMillis(), MILLISECONDS);
        worker = own;
    }

    @Override
    public void stop() {
        ScheduledThreadPoolExecutor own = worker;
        worker = null;
        if (own != null) {
            own.shutdownNow();
        }
    }

    @Override
    public boolean isRunning() {
        return worker != null;
    }
}
