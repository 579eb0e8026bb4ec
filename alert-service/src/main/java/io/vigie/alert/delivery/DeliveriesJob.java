package io.vigie.alert.delivery;

import io.vigie.alert.storage.StateStore;
import io.vigie.alert.storage.Stored;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import reactor.core.publisher.Mono;

/**
 * Five times per lease: takes up what stands in the store and nobody sends (after a start, of an instance that died, what a full
 * lane left there), and says that this instance lives while it has something in hand. Each hour: forgets what ended long ago.
 */
final class DeliveriesJob implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(DeliveriesJob.class);
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int PAGE = 500;
    private static final int SWEEPS_PER_LEASE = 5;
    private static final Duration CLEAN_EACH = Duration.ofHours(1);

    private final StateStore<Delivery> pending;
    private final StateStore<DeliveryEntry> ended;
    private final Lanes lanes;
    private final OwnLease lease;
    private final Duration pause;
    private final Clock clock;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofVirtual().name("deliveries-", 0).factory());
    private @Nullable String readUpTo;
    private long cleanAt;
    private volatile boolean running;
    private boolean failing;

    DeliveriesJob(
            StateStore<Delivery> pending,
            StateStore<DeliveryEntry> ended,
            Lanes lanes,
            OwnLease lease,
            Duration leaseTime,
            Clock clock) {
        this.pending = pending;
        this.ended = ended;
        this.lanes = lanes;
        this.lease = lease;
        this.pause = leaseTime.dividedBy(SWEEPS_PER_LEASE);
        this.clock = clock;
    }

    @Override
    public void start() {
        running = true;
        timer.scheduleWithFixedDelay(this::run, 0, pause.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void run() {
        try {
            sweep();
            cleanIfDue();
            failing = false;
        } catch (RuntimeException e) {
            // MongoDB is away: the next time tries again, and health says so.
            if (!failing && running) {
                log.warn("Deliveries can't be taken up now, trying again: {}", e.toString());
                failing = true;
            }
        }
    }

    /** Looks at the next page of what is pending, from the newest to the oldest and again. */
    void sweep() {
        List<Stored<Delivery>> page = known(pending.before(readUpTo, PAGE).collectList());
        readUpTo = page.size() < PAGE ? null : page.getLast().id();
        boolean hasOwn = page.stream().anyMatch(this::isOwn);
        if (hasOwn || lanes.size() > 0) {
            lease.renew().block(PATIENCE);
        }
        List<String> own = page.stream()
                .filter(delivery -> isOwn(delivery) && !lanes.holds(delivery))
                .map(Stored::id)
                .toList();
        if (!own.isEmpty()) {
            // Read again: before the lease was renewed somebody else may have taken them.
            known(pending.find(own).collectList()).stream().filter(this::isOwn).forEach(lanes::offerFound);
        }
        takeOver(page);
    }

    private boolean isOwn(Stored<Delivery> delivery) {
        return delivery.state().owner().equals(lease.self());
    }

    private void takeOver(List<Stored<Delivery>> page) {
        long now = clock.millis();
        List<Stored<Delivery>> candidates = page.stream()
                .filter(delivery -> !isOwn(delivery) && delivery.state().until() < now)
                .toList();
        if (candidates.isEmpty()) {
            return;
        }
        Set<String> alive = known(lease.alive());
        List<Stored<Delivery>> taken = candidates.stream()
                .filter(delivery -> !alive.contains(delivery.state().owner()))
                .map(delivery -> delivery.next(delivery.state().takenBy(lease.self(), lease.claim())))
                .toList();
        Set<String> refused = known(pending.replace(taken));
        taken.stream().filter(delivery -> !refused.contains(delivery.id())).forEach(lanes::offerFound);
    }

    private void cleanIfDue() {
        if (clock.millis() < cleanAt) {
            return;
        }
        long old = clock.millis() - DeliverySettings.KEPT.toMillis();
        String below = DeliveryEntry.documentId(java.time.Instant.ofEpochMilli(old), "");
        List<String> page = ids(below);
        while (!page.isEmpty()) {
            ended.delete(page).block(PATIENCE);
            page = ids(below);
        }
        lease.forget(old).block(PATIENCE);
        cleanAt = clock.millis() + CLEAN_EACH.toMillis();
    }

    private List<String> ids(String below) {
        return known(ended.before(below, PAGE).map(Stored::id).collectList());
    }

    private static <T> T known(Mono<T> answer) {
        return Objects.requireNonNull(answer.block(PATIENCE));
    }

    @Override
    public void stop() {
        running = false;
        timer.shutdownNow();
        lanes.stop();
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /** Before the consumers, and stopped after them. */
    @Override
    public int getPhase() {
        return -400;
    }
}
