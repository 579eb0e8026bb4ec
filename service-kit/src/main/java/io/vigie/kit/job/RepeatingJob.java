package io.vigie.kit.job;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import reactor.core.publisher.Mono;

/**
 * Does a piece of work again and again, on a virtual thread of its own, from the start of the context to its end. What fails is
 * tried again after two seconds, then four, eight, but no later than at its turn, and told once until it succeeds.
 */
public final class RepeatingJob implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(RepeatingJob.class);
    private static final int BEFORE_CONSUMERS = -500;
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final Duration FIRST_RETRY = Duration.ofSeconds(2);

    private final String name;
    private final Duration first;
    private final Duration pause;
    private final Supplier<Mono<Void>> work;
    private final Semaphore asked = new Semaphore(0);
    private boolean failing;
    private volatile @Nullable Thread thread;

    /**
     * A job that begins with the context.
     *
     * @param name of its thread and in the log
     * @param first after the start of the context
     * @param pause from the end of one time to the beginning of the next
     * @param work done when the publisher completes, within five minutes
     */
    public RepeatingJob(String name, Duration first, Duration pause, Supplier<Mono<Void>> work) {
        this.name = name;
        this.first = first;
        this.pause = pause;
        this.work = work;
    }

    @Override
    public void start() {
        if (isRunning()) {
            return;
        }
        Thread repeating = Thread.ofVirtual().name(name).unstarted(this::repeat);
        thread = repeating;
        repeating.start();
    }

    /** Does it as soon as nothing of it is being done; any thread may ask, and several that ask meanwhile get one time. */
    public void soon() {
        asked.release();
    }

    private void repeat() {
        try {
            Duration wait = first;
            Duration retry = FIRST_RETRY;
            while (thread == Thread.currentThread()) {
                if (asked.tryAcquire(wait.toMillis(), MILLISECONDS)) {
                    asked.drainPermits();
                }
                run();
                wait = failing ? shorter(retry, pause) : pause;
                retry = failing ? wait.multipliedBy(2) : FIRST_RETRY;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    private void run() {
        try {
            work.get().block(PATIENCE);
            failing = false;
        } catch (RuntimeException e) {
            // MongoDB or Kafka is away: the next time tries again, and health says so.
            if (!failing && thread == Thread.currentThread()) {
                log.warn("{} can't be done now, trying again until it can: {}", name, e.toString());
            }
            failing = true;
        }
    }

    @Override
    public void stop() {
        Thread repeating = thread;
        thread = null;
        if (repeating != null) {
            repeating.interrupt();
        }
    }

    @Override
    public boolean isRunning() {
        return thread != null;
    }

    /** Before the consumers, some of which wait for what a job reads. */
    @Override
    public int getPhase() {
        return BEFORE_CONSUMERS;
    }
}
