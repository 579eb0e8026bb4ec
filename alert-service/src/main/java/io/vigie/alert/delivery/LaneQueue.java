package io.vigie.alert.delivery;

import io.vigie.alert.storage.Stored;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What waits for one channel, in its order. What has failed several times steps aside, so that one notice that the receiver can't
 * digest does not hold up all others; those of the same alert stay behind it. Bounded: the newest are left to the store. Not
 * thread-safe.
 */
final class LaneQueue {

    static final int MOST = 1000;
    static final int STEPS_ASIDE_AFTER = 5;

    private final TreeMap<Place, Waiting> waiting = new TreeMap<>();
    private final Map<String, Place> places = new HashMap<>();

    private record Place(long order, String documentId) implements Comparable<Place> {
        @Override
        public int compareTo(Place other) {
            int byOrder = Long.compare(order, other.order);
            return byOrder != 0 ? byOrder : documentId.compareTo(other.documentId);
        }
    }

    /**
     * A delivery in memory.
     *
     * @param fresh made by this process: nobody can have ended it before
     */
    record Waiting(Stored<Delivery> stored, boolean fresh) {}

    /** What to do: send one now, or wait so many milliseconds; neither where nothing waits. */
    record Next(@Nullable Waiting due, long waitMillis) {}

    /** Takes it, unless it is there already or there are too many before it. */
    void offer(Waiting delivery) {
        String id = delivery.stored().id();
        if (places.containsKey(id)) {
            return;
        }
        put(delivery);
        if (waiting.size() > MOST) {
            remove(waiting.lastEntry().getValue().stored().id());
        }
    }

    private void put(Waiting delivery) {
        Place place =
                new Place(delivery.stored().state().order(), delivery.stored().id());
        waiting.put(place, delivery);
        places.put(place.documentId(), place);
    }

    /** In place of its state of before; nothing where it is not there any more. */
    void replace(Stored<Delivery> later) {
        Place place = places.get(later.id());
        Waiting before = place == null ? null : waiting.get(place);
        if (before != null) {
            put(new Waiting(later, before.fresh()));
        }
    }

    void remove(String documentId) {
        Place place = places.remove(documentId);
        if (place != null) {
            waiting.remove(place);
        }
    }

    boolean holds(String documentId) {
        return places.containsKey(documentId);
    }

    int size() {
        return waiting.size();
    }

    /** The first that is due and need not wait for one before it. */
    Next next(long now) {
        Set<String> heldAlerts = new HashSet<>();
        long wait = Long.MAX_VALUE;
        for (Waiting candidate : waiting.values()) {
            Delivery delivery = candidate.stored().state();
            String alert = delivery.notice().alert().alertId();
            if (heldAlerts.contains(alert)) {
                continue;
            }
            if (delivery.nextAt() <= now) {
                return new Next(candidate, 0);
            }
            wait = Math.min(wait, delivery.nextAt() - now);
            heldAlerts.add(alert);
            if (delivery.attempts() < STEPS_ASIDE_AFTER) {
                break;
            }
        }
        return new Next(null, wait);
    }
}
