package io.vigie.alert.delivery;

import io.vigie.alert.storage.Stored;
import io.vigie.messaging.UnavailableException;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends what one channel gets, one after the other, on a virtual thread of its own that lives while something waits: a slow channel
 * holds nobody else up. Thread-safe.
 */
final class ChannelLane {

    private static final Logger log = LoggerFactory.getLogger(ChannelLane.class);
    private static final Duration STORE_PAUSE = Duration.ofSeconds(1);

    private final String channel;
    private final DeliveryDesk desk;
    private final RateLimit limit;
    private final Clock clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final LaneQueue queue = new LaneQueue();
    private @Nullable Thread worker;
    private boolean stopping;

    ChannelLane(String channel, DeliveryDesk desk, int perMinute, Clock clock) {
        this.channel = channel;
        this.desk = desk;
        this.limit = new RateLimit(perMinute, clock.millis());
        this.clock = clock;
    }

    /** Takes a delivery, where there is room for it. */
    void offer(LaneQueue.Waiting delivery) {
        lock.lock();
        try {
            queue.offer(delivery);
            if (worker == null && !stopping) {
                worker = Thread.ofVirtual().name("channel-" + channel).start(this::run);
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    boolean holds(String documentId) {
        lock.lock();
        try {
            return queue.holds(documentId);
        } finally {
            lock.unlock();
        }
    }

    int size() {
        lock.lock();
        try {
            return queue.size();
        } finally {
            lock.unlock();
        }
    }

    private void run() {
        try {
            for (LaneQueue.Waiting next = take(); next != null; next = take()) {
                attempt(next);
            }
        } catch (InterruptedException e) {
            // Stopped in mid-attempt: the next start sends it again, under the same id.
            Thread.currentThread().interrupt();
        } finally {
            ended();
        }
    }

    private void ended() {
        lock.lock();
        try {
            // Since it found nothing to do, another one may have begun.
            if (worker == Thread.currentThread()) {
                worker = null;
            }
        } finally {
            lock.unlock();
        }
    }

    /** Waits for the next that is due and allowed; null where nothing waits any more, or it stops. */
    private LaneQueue.@Nullable Waiting take() throws InterruptedException {
        lock.lock();
        try {
            while (!stopping && queue.size() > 0) {
                long now = clock.millis();
                LaneQueue.Next next = queue.next(now);
                long pause = next.due() == null ? next.waitMillis() : limit.waitMillis(now);
                if (next.due() != null && pause == 0) {
                    limit.take();
                    return next.due();
                }
                await(pause);
            }
            worker = null;
            return null;
        } finally {
            lock.unlock();
        }
    }

    /** Not longer than a moment: the clock may be set. The caller looks again in any case. */
    @SuppressWarnings({"WaitNotInLoop", "unused"})
    private void await(long millis) throws InterruptedException {
        boolean signalled = changed.await(Math.clamp(millis, 1, 1000), TimeUnit.MILLISECONDS);
    }

    private void attempt(LaneQueue.Waiting waiting) throws InterruptedException {
        Optional<DeliveryDesk.Tried> tried;
        try {
            tried = desk.send(waiting);
        } catch (UnavailableException e) {
            pauseForStore(e);
            return;
        } catch (RuntimeException e) {
            // A bug must not end the lane; the delivery stays pending in the store and is taken up again.
            log.error("A notice for the channel {} could not be sent", channel, e);
            tried = Optional.of(new DeliveryDesk.Tried(
                    waiting,
                    new io.vigie.alert.sending.Outcome.Retry("a fault of Vigie's own: its log says more", null),
                    clock.instant()));
        }
        if (tried.isPresent()) {
            settle(waiting.stored(), noted(tried.get()));
        } else {
            settle(waiting.stored(), new DeliveryDesk.Result.Done());
        }
    }

    /** What was sent is not sent again because it can't be noted: it is noted again until that succeeds. */
    private DeliveryDesk.Result noted(DeliveryDesk.Tried tried) throws InterruptedException {
        while (true) {
            try {
                return desk.note(tried);
            } catch (UnavailableException e) {
                pauseForStore(e);
            }
        }
    }

    private void settle(Stored<Delivery> stored, DeliveryDesk.Result result) {
        lock.lock();
        try {
            switch (result) {
                case DeliveryDesk.Result.Done() -> queue.remove(stored.id());
                case DeliveryDesk.Result.Again(Stored<Delivery> later) -> queue.replace(later);
            }
        } finally {
            lock.unlock();
        }
    }

    private void pauseForStore(UnavailableException cause) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            if (stopping) {
                throw new InterruptedException("it stops while the store is away: " + cause.getMessage());
            }
            await(STORE_PAUSE.toMillis());
        } finally {
            lock.unlock();
        }
    }

    /** Takes nothing more; what is being sent may end. */
    void stop() {
        lock.lock();
        try {
            stopping = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Returns when nothing is being sent any more; interrupted where that is not so at that moment. */
    void awaitStop(long deadlineNanos) throws InterruptedException {
        Thread running;
        lock.lock();
        try {
            running = worker;
        } finally {
            lock.unlock();
        }
        if (running != null && !running.join(Duration.ofNanos(Math.max(1, deadlineNanos - System.nanoTime())))) {
            running.interrupt();
        }
    }
}
