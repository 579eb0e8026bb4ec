package io.vigie.alert.delivery;

import io.vigie.alert.channel.Channel;
import io.vigie.alert.channel.ChannelBook;
import io.vigie.alert.channel.ChannelTable;
import io.vigie.alert.sending.Attempt;
import io.vigie.alert.sending.Outcome;
import io.vigie.alert.storage.Await;
import io.vigie.alert.storage.Origin;
import io.vigie.alert.storage.StateStore;
import io.vigie.alert.storage.Stored;
import io.vigie.messaging.UnavailableException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/**
 * Makes one attempt at a delivery, and notes in the store what became of it: first in the log, then not among what is pending any
 * more. Killed between sending and noting, the same delivery is sent again, under the same id. Thread-safe.
 */
final class DeliveryDesk {

    private static final Logger log = LoggerFactory.getLogger(DeliveryDesk.class);

    private final Parts parts;

    /** What it works with. */
    record Parts(
            StateStore<Delivery> pending,
            StateStore<DeliveryEntry> log,
            ChannelTable table,
            ChannelBook book,
            Courier courier,
            OwnLease lease,
            Backoff backoff,
            Duration giveUp,
            Duration storeTimeout,
            DeliveryMeters meters,
            Clock clock) {}

    DeliveryDesk(Parts parts) {
        this.parts = parts;
    }

    /** What is left to do about a delivery. */
    sealed interface Result {

        /** It has ended, or is another instance's now. */
        record Done() implements Result {}

        /** It has to be tried again; so it stands in the store. */
        record Again(Stored<Delivery> later) implements Result {}
    }

    /** How an attempt went, before the store knows. */
    record Tried(LaneQueue.Waiting waiting, Outcome outcome, Instant at) {}

    /** Sends it; empty where that is not this instance's any more, or was done already. */
    Optional<Tried> send(LaneQueue.Waiting waiting) throws InterruptedException, UnavailableException {
        Stored<Delivery> stored = waiting.stored();
        Delivery delivery = stored.state();
        if (!parts.lease().holds(delivery.until())) {
            return Optional.empty();
        }
        if (!waiting.fresh() && isLogged(stored.id())) {
            forget(stored.id());
            return Optional.empty();
        }
        Channel channel = channel(delivery.channel()).orElse(null);
        Outcome outcome;
        if (channel == null) {
            outcome = new Outcome.Refused("the channel was deleted");
        } else if (!channel.enabled()) {
            outcome = new Outcome.Refused("the channel is switched off");
        } else {
            outcome = parts.courier().send(channel, new Attempt(delivery.id(), delivery.notice()));
            parts.meters().tried(channel.kind(), outcome, delivery.notice().decidedAt());
        }
        return Optional.of(new Tried(waiting, outcome, parts.clock().instant()));
    }

    private boolean isLogged(String documentId) throws UnavailableException {
        return Await.await(parts.log().find(documentId).hasElement(), within());
    }

    /** One that memory does not know may have been made on another instance a moment ago. */
    private Optional<Channel> channel(String id) throws UnavailableException {
        Optional<Channel> known = parts.table().get(id);
        return known.isPresent()
                ? known
                : Await.await(parts.book().find(id).map(Optional::of).defaultIfEmpty(Optional.empty()), within());
    }

    /** Notes it; to be called again where the store is away. */
    Result note(Tried tried) throws UnavailableException {
        Stored<Delivery> stored = tried.waiting().stored();
        int attempts = stored.state().attempts() + 1;
        return switch (tried.outcome()) {
            case Outcome.Delivered(String receipt) ->
                ended(stored, stored.state().ended(DeliveryState.DELIVERED, attempts, tried.at(), null, receipt));
            case Outcome.Refused(String error) -> failed(stored, attempts, error);
            case Outcome.Gone(String error) -> {
                switchOff(stored.state().channel());
                yield failed(stored, attempts, error);
            }
            case Outcome.Retry(String error, var after) -> again(stored, attempts, error, after, tried.at());
        };
    }

    private Result again(Stored<Delivery> stored, int attempts, String error, @Nullable Duration after, Instant at)
            throws UnavailableException {
        Instant next = at.plus(parts.backoff().after(attempts, after));
        if (next.isAfter(stored.state().createdAt().plus(parts.giveUp()))) {
            return failed(stored, attempts, error);
        }
        Delivery later = stored.state()
                .postponed(error, next.toEpochMilli(), parts.lease().claim());
        boolean written = Await.await(parts.pending().replace(stored.next(later)), within());
        return written ? new Result.Again(stored.next(later)) : new Result.Done();
    }

    private Result failed(Stored<Delivery> stored, int attempts, String error) throws UnavailableException {
        log.warn(
                "A notice for the channel {} has failed for good after {} attempts: {}",
                stored.state().channel(),
                attempts,
                error);
        return ended(stored, stored.state().ended(DeliveryState.FAILED, attempts, null, error, null));
    }

    private Result ended(Stored<Delivery> stored, DeliveryEntry entry) throws UnavailableException {
        Await.await(parts.log().replace(Stored.first(stored.id(), Origin.NONE, entry)), within());
        forget(stored.id());
        return new Result.Done();
    }

    private void forget(String documentId) throws UnavailableException {
        Await.await(parts.pending().delete(List.of(documentId)).thenReturn(true), within());
    }

    private void switchOff(String channel) throws UnavailableException {
        log.warn(
                "The receiver of the channel {} answers 410: it is switched off, where it was not set on the machine",
                channel);
        Await.await(
                parts.book()
                        .disable(channel, "service:alert")
                        .onErrorResume(io.vigie.kit.problem.ProblemException.class, changed -> Mono.empty())
                        .thenReturn(true),
                within());
    }

    private Duration within() {
        return parts.storeTimeout().multipliedBy(3);
    }
}
