package io.vigie.kit.job;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

class RepeatingJobTest {

    private static final Duration NEVER = Duration.ofDays(1);
    private static final int PATIENCE_SECONDS = 30;

    private final Semaphore begun = new Semaphore(0);
    private final Semaphore mayEnd = new Semaphore(0);
    private volatile boolean fails;

    private final RepeatingJob rare = new RepeatingJob("rare", NEVER, NEVER, this::work);

    @AfterEach
    void stop() {
        rare.stop();
    }

    private Mono<Void> work() {
        return Mono.fromRunnable(() -> {
            begun.release();
            mayEnd.acquireUninterruptibly();
            if (fails) {
                throw new IllegalStateException("away");
            }
        });
    }

    private boolean hasBegun() throws InterruptedException {
        return begun.tryAcquire(PATIENCE_SECONDS, SECONDS);
    }

    @Test
    void isDoneAtOnceForWhoAsksThoughItsTurnIsFarAway() throws InterruptedException {
        rare.start();
        rare.soon();
        assertThat(hasBegun()).isTrue();
        mayEnd.release();
    }

    @Test
    void isDoneOnceMoreForAllWhoAskWhileItIsBeingDone() throws InterruptedException {
        rare.start();
        rare.soon();
        assertThat(hasBegun()).isTrue();
        rare.soon();
        rare.soon();
        mayEnd.release();
        assertThat(hasBegun()).isTrue();
        mayEnd.release();
        assertThat(begun.tryAcquire(1, SECONDS)).as("a third time").isFalse();
    }

    @Test
    void isDoneByOneThreadAfterItWasStoppedAndStartedWhileItWasBeingDone() throws InterruptedException {
        rare.start();
        rare.start();
        rare.soon();
        assertThat(hasBegun()).isTrue();
        rare.stop();
        rare.start();
        assertThat(rare.isRunning()).isTrue();
        mayEnd.release();
        rare.soon();
        assertThat(hasBegun()).isTrue();
        rare.soon();
        assertThat(begun.tryAcquire(1, SECONDS))
                .as("by another one at the same time")
                .isFalse();
        mayEnd.release();
        assertThat(hasBegun()).isTrue();
        mayEnd.release();
    }

    @Test
    void isTriedAgainSoonAfterItFailed() throws InterruptedException {
        fails = true;
        rare.start();
        rare.soon();
        assertThat(hasBegun()).isTrue();
        mayEnd.release();
        assertThat(hasBegun()).isTrue();
        fails = false;
        mayEnd.release();
    }
}
