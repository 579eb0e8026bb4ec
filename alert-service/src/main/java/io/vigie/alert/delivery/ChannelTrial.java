package io.vigie.alert.delivery;

import io.vigie.alert.channel.Channel;
import io.vigie.alert.channel.ChannelBook;
import io.vigie.alert.notice.AlertSnapshot;
import io.vigie.alert.notice.Notice;
import io.vigie.alert.rule.Level;
import io.vigie.alert.rule.Texts;
import io.vigie.alert.sending.Attempt;
import io.vigie.alert.sending.Outcome;
import io.vigie.alert.storage.Origin;
import io.vigie.alert.storage.StateStore;
import io.vigie.alert.storage.Stored;
import io.vigie.kit.problem.ProblemCode;
import io.vigie.kit.problem.ProblemException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/** Sends a notice that says that it is a test: one attempt, beside all others, also to a channel that is switched off. */
public final class ChannelTrial {

    private static final int AT_ONCE = 4;
    private static final Texts TEXT = new Texts(
            "Ceci est un essai: les alertes de ce canal arrivent ici",
            "This is a test: alerts of this channel arrive here");

    private final ChannelBook book;
    private final Courier courier;
    private final StateStore<DeliveryEntry> log;
    private final Scheduler blocking;
    private final Clock clock;
    private final Semaphore running = new Semaphore(AT_ONCE);

    ChannelTrial(ChannelBook book, Courier courier, StateStore<DeliveryEntry> log, Scheduler blocking, Clock clock) {
        this.book = book;
        this.courier = courier;
        this.log = log;
        this.blocking = blocking;
        this.clock = clock;
    }

    /** How it went; refuses with a {@link ProblemException} where there is no such channel. */
    public Mono<DeliveryEntry> run(String channelId) {
        return book.find(channelId)
                .switchIfEmpty(
                        Mono.error(() -> new ProblemException(ProblemCode.NOT_FOUND, "There is no such channel")))
                .flatMap(channel -> Mono.fromCallable(() -> attempt(channel)).subscribeOn(blocking))
                .flatMap(entry -> log.replace(Stored.first(
                                DeliveryEntry.documentId(entry.createdAt(), entry.id()), Origin.NONE, entry))
                        .thenReturn(entry));
    }

    private DeliveryEntry attempt(Channel channel) throws InterruptedException {
        if (!running.tryAcquire()) {
            throw ProblemException.retry(
                    ProblemCode.RESOURCE_EXHAUSTED,
                    "At most " + AT_ONCE + " tests run at the same time",
                    Duration.ofSeconds(5));
        }
        try {
            Instant now = clock.instant();
            String id = UUID.randomUUID().toString();
            Outcome outcome = courier.send(channel, new Attempt(id, notice(id, now)));
            return entry(id, channel, now, outcome);
        } finally {
            running.release();
        }
    }

    private DeliveryEntry entry(String id, Channel channel, Instant begun, Outcome outcome) {
        return switch (outcome) {
            case Outcome.Delivered(String receipt) ->
                entry(id, channel, DeliveryState.DELIVERED, begun, clock.instant(), null, receipt);
            case Outcome.Retry(String error, var after) ->
                entry(id, channel, DeliveryState.FAILED, begun, null, error, null);
            case Outcome.Refused(String error) -> entry(id, channel, DeliveryState.FAILED, begun, null, error, null);
            case Outcome.Gone(String error) -> entry(id, channel, DeliveryState.FAILED, begun, null, error, null);
        };
    }

    private static DeliveryEntry entry(
            String id,
            Channel channel,
            DeliveryState state,
            Instant begun,
            @Nullable Instant deliveredAt,
            @Nullable String error,
            @Nullable String receipt) {
        return new DeliveryEntry(id, channel.id(), null, "", "test", state, 1, begun, deliveredAt, error, receipt);
    }

    private static Notice notice(String id, Instant now) {
        AlertSnapshot alert =
                new AlertSnapshot("test", "test", "Test", "test", "", Level.INFO, TEXT, "", now, "test", now, null);
        return new Notice(id, Notice.Kind.FIRING, alert, now);
    }
}
