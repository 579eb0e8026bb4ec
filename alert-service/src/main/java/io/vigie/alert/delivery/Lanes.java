package io.vigie.alert.delivery;

import io.vigie.alert.storage.Stored;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** A lane for each channel, so at most one attempt per channel at a time. Thread-safe. */
final class Lanes {

    private static final Duration LAST_ATTEMPTS = Duration.ofMillis(1500);

    private final Map<String, ChannelLane> lanes = new ConcurrentHashMap<>();
    private final DeliveryDesk desk;
    private final int perMinute;
    private final Clock clock;

    Lanes(DeliveryDesk desk, int perMinute, Clock clock) {
        this.desk = desk;
        this.perMinute = perMinute;
        this.clock = clock;
    }

    /** One that was stored just now by this process. */
    void offerFresh(Stored<Delivery> delivery) {
        lane(delivery).offer(new LaneQueue.Waiting(delivery, true));
    }

    /** One that stood in the store. */
    void offerFound(Stored<Delivery> delivery) {
        lane(delivery).offer(new LaneQueue.Waiting(delivery, false));
    }

    private ChannelLane lane(Stored<Delivery> delivery) {
        return lanes.computeIfAbsent(
                delivery.state().channel(), channel -> new ChannelLane(channel, desk, perMinute, clock));
    }

    boolean holds(Stored<Delivery> delivery) {
        ChannelLane lane = lanes.get(delivery.state().channel());
        return lane != null && lane.holds(delivery.id());
    }

    /** How many wait in memory. */
    int size() {
        return lanes.values().stream().mapToInt(ChannelLane::size).sum();
    }

    /** Lets what is being sent end, for a moment. */
    void stop() {
        lanes.values().forEach(ChannelLane::stop);
        long deadline = System.nanoTime() + LAST_ATTEMPTS.toNanos();
        try {
            for (ChannelLane lane : lanes.values()) {
                lane.awaitStop(deadline);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
