package io.vigie.alert.delivery;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A delivery as the log tells it: a document of {@code delivery_log} when it has ended.
 *
 * @param alertId null of a test
 * @param clubName whose alert it is; empty where it is nobody's
 * @param kind firing, resolved, reminder or test
 * @param error of the last attempt, without secrets
 * @param receipt what the receiver answered when it took it
 */
public record DeliveryEntry(
        String id,
        String channel,
        @Nullable String alertId,
        String clubName,
        String kind,
        DeliveryState state,
        int attempts,
        Instant createdAt,
        @Nullable Instant deliveredAt,
        @Nullable String error,
        @Nullable String receipt) {

    /** The id of a document: it sorts by the moment. */
    static String documentId(Instant moment, String id) {
        return "%013d-%s".formatted(Math.max(0, moment.toEpochMilli()), id);
    }
}
