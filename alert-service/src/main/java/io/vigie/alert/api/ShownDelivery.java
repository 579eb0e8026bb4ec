package io.vigie.alert.api;

import io.vigie.alert.delivery.DeliveryEntry;
import io.vigie.alert.delivery.DeliveryState;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A delivery as it is shown. */
record ShownDelivery(
        String id,
        String channel,
        @Nullable String alertId,
        String kind,
        DeliveryState state,
        int attempts,
        Instant createdAt,
        @Nullable Instant deliveredAt,
        @Nullable String error,
        @Nullable String receipt) {

    static ShownDelivery of(DeliveryEntry entry) {
        return new ShownDelivery(
                entry.id(),
                entry.channel(),
                entry.alertId(),
                entry.kind(),
                entry.state(),
                entry.attempts(),
                entry.createdAt(),
                entry.deliveredAt(),
                entry.error(),
                entry.receipt());
    }
}
