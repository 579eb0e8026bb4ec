package io.vigie.kit.job;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import reactor.core.publisher.Mono;

/**
 * Does a piece of work again and again, on a virtual thread of its own, from the start of the context to its end. What fails is
 * tried again the next time, and told once until it succeeds.
 */
public final class RepeatingJob implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(RepeatingJob.class);
    private static final int BEFORE_CONSUMERS = -500;
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final String name;
    private final Duration first;
    private final Duration pause;
    private final Supplier<Mono<Void>> work;
    private final ScheduledExecutorService timer;
    private boolean failing;
    private volatile boolean running;

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
        this.timer = Executors.newSingleThreadScheduledExecutor(
                Thread.ofVirtual().name(name + "-", 0).factory());
    }

    @Override
    public void start() {
        running = true;
        timer.scheduleWithFixedDelay(this::run, first.toMillis(), pause.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void run() {
        try {
            work.get().block(PATIENCE);
            failing = false;
        } catch (RuntimeException e) {
            // MongoDB or Kafka is away: the next time tries again, and health says so.
            if (!failing && running) {
                log.warn("{} can't be done now, trying again every {} s: {}", name, pause.toSeconds(), e.toString());
                failing = true;
            }
        }
    }

    @Override
    public void stop() {
        running = false;
        timer.shutdownNow();
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /** Before the consumers, some of which wait for what a job reads. */
    @Override
    public int getPhase() {
        return BEFORE_CONSUMERS;
    }
}
