package io.vigie.alert.delivery;

import io.vigie.alert.message.NoticeTexts;
import io.vigie.alert.notice.Notice;
import io.vigie.alert.storage.Digest;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A notice on its way to one channel: a document of {@code deliveries} until it is delivered or given up.
 *
 * @param id what the receiver knows it by, the same at each attempt of any instance
 * @param order within the channel: what was handed over earlier has a smaller one
 * @param attempts so far
 * @param nextAt not before, in milliseconds since the epoch
 * @param error of the last attempt; null where there was none
 * @param owner the instance that sends it
 * @param until nobody else takes it before, in milliseconds since the epoch
 */
record Delivery(
        String id,
        String channel,
        Notice notice,
        Instant createdAt,
        long order,
        int attempts,
        long nextAt,
        @Nullable String error,
        String owner,
        long until) {

    /** Of a notice and a channel: the same whoever makes it. */
    static String id(Notice notice, String channel) {
        return Digest.of(notice.id(), channel);
    }

    /** The id of its documents: they sort by the moment of the notice. */
    static String documentId(Notice notice, String deliveryId) {
        return DeliveryEntry.documentId(notice.decidedAt(), deliveryId);
    }

    /** After an attempt that must be made again. */
    Delivery postponed(String why, long next, long claimedUntil) {
        return new Delivery(
                id, channel, notice, createdAt, order, attempts + 1, next, why, owner, Math.max(until, claimedUntil));
    }

    /** In the hands of another instance. */
    Delivery takenBy(String other, long claimedUntil) {
        return new Delivery(id, channel, notice, createdAt, order, attempts, nextAt, error, other, claimedUntil);
    }

    /** As the log shows it now. */
    DeliveryEntry entry() {
        return ended(DeliveryState.PENDING, attempts, null, error, null);
    }

    /** As the log keeps it. */
    DeliveryEntry ended(
            DeliveryState state,
            int tried,
            @Nullable Instant deliveredAt,
            @Nullable String why,
            @Nullable String receipt) {
        return new DeliveryEntry(
                id,
                channel,
                notice.alert().alertId(),
                notice.alert().clubName(),
                NoticeTexts.kind(notice),
                state,
                tried,
                createdAt,
                deliveredAt,
                why,
                receipt);
    }
}
