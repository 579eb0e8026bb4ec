package io.vigie.messaging;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A thread that follows a topic with a client of its own, and with a new one when anything goes wrong with either: after 1 s, and
 * after up to 8 s where it goes wrong again and again.
 */
public final class TopicThread {

    private static final Logger log = LoggerFactory.getLogger(TopicThread.class);

    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(8);

    private final String name;
    private final CompletableFuture<Void> topicsReady;
    private final Supplier<Consumer<String, byte[]>> clients;
    private final Duration closeWithin;
    private final Following following;
    private final java.util.function.Consumer<Throwable> lost;
    private final CompletableFuture<Void> stopped = new CompletableFuture<>();
    private volatile @Nullable Consumer<String, byte[]> polling;
    private volatile @Nullable Thread thread;

    /** What is done with a new client. */
    @FunctionalInterface
    public interface Following {

        /** Polls until {@link TopicThread#isStopping()}; a return before means that the thread has nothing left to do. */
        void follow(Consumer<String, byte[]> consumer) throws UnavailableException, InterruptedException;
    }

    /** Hears from the thread why the last {@link Following} ended, before the next one begins. */
    TopicThread(
            String name,
            CompletableFuture<Void> topicsReady,
            Supplier<Consumer<String, byte[]>> clients,
            Duration closeWithin,
            Following following,
            java.util.function.Consumer<Throwable> lost) {
        this.name = name;
        this.topicsReady = topicsReady;
        this.clients = clients;
        this.closeWithin = closeWithin;
        this.following = following;
        this.lost = lost;
    }

    /** Begins as soon as the topics are there; once. */
    public void start() {
        thread = Thread.ofPlatform().daemon().name(name).start(this::run);
    }

    private void run() {
        try {
            CompletableFuture.anyOf(topicsReady, stopped).get();
            Duration pause = FIRST_PAUSE;
            while (!isStopping()) {
                long since = System.nanoTime();
                if (isDone()) {
                    return;
                }
                boolean worked = System.nanoTime() - since > LONGEST_PAUSE.toNanos();
                pause = worked ? FIRST_PAUSE : pause;
                pause(pause);
                pause = pause.compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
            }
        } catch (InterruptedException | InterruptException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            throw new IllegalStateException("neither of them fails", e);
        }
    }

    private boolean isDone() throws InterruptedException {
        try {
            Consumer<String, byte[]> consumer = clients.get();
            polling = consumer;
            if (!isStopping()) {
                following.follow(consumer);
            }
            return true;
        } catch (InterruptException e) {
            throw e;
        } catch (WakeupException e) {
            return isStopping();
        } catch (RuntimeException | UnavailableException e) {
            lost.accept(e);
            return false;
        } catch (Error e) {
            lost.accept(e);
            throw e;
        } finally {
            close();
        }
    }

    private void close() {
        Consumer<String, byte[]> consumer = polling;
        polling = null;
        if (consumer == null) {
            return;
        }
        try {
            consumer.close(CloseOptions.timeout(closeWithin));
        } catch (KafkaException e) {
            log.debug("{}: its client did not close in good order", name, e);
        }
    }

    private void pause(Duration pause) throws InterruptedException, ExecutionException {
        try {
            stopped.get(pause.toMillis(), MILLISECONDS);
        } catch (TimeoutException e) {
            log.trace("{}: tries again", name);
        }
    }

    /** Whether it has been told to stop. */
    public boolean isStopping() {
        return stopped.isDone();
    }

    /** Wakes the client up and waits until the thread has ended. */
    public void stop(Duration within) {
        stopped.complete(null);
        Consumer<String, byte[]> consumer = polling;
        if (consumer != null) {
            consumer.wakeup();
        }
        Thread running = thread;
        thread = null;
        if (running == null) {
            return;
        }
        try {
            if (!running.join(within)) {
                log.warn("{}: did not stop within {} s", name, within.toSeconds());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whether it has been started and not been stopped. */
    public boolean isRunning() {
        return thread != null;
    }
}
