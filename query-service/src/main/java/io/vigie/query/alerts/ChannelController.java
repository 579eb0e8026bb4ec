package io.vigie.query.alerts;

import io.vigie.query.owner.Asker;
import io.vigie.query.owner.Owner;
import io.vigie.query.owner.Question;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.ContextValue;
import org.springframework.graphql.data.method.annotation.MutationMapping;
import org.springframework.graphql.data.method.annotation.QueryMapping;
import org.springframework.http.HttpMethod;
import org.springframework.stereotype.Controller;
import reactor.core.publisher.Mono;

/** Channels, and what was delivered over them. */
@Controller
final class ChannelController {

    private static final String CHANNELS = "/api/v1/channels";
    private static final String ONE = CHANNELS + "/{id}";
    private static final int MOST = 200;

    /** A receiver may take its time. */
    private static final Duration TEST_WITHIN = Duration.ofSeconds(25);

    private final Owner alertService;

    ChannelController(Owner alertService) {
        this.alertService = alertService;
    }

    /** How it reaches people. */
    public enum ChannelKind {
        EMAIL,
        FLEET_WEBHOOK,
        WEBHOOK,
        SLACK,
        DISCORD
    }

    /** How far a delivery is. */
    public enum DeliveryState {
        PENDING,
        DELIVERED,
        FAILED
    }

    /** A setting; its value may be a secret. */
    public record Entry(String name, String value) {

        /** Without the value. */
        @Override
        public String toString() {
            return name + "=…";
        }
    }

    /** A channel, without its secrets. */
    public record Channel(
            String id,
            String name,
            ChannelKind kind,
            boolean enabled,
            String language,
            AlertLevel minLevel,
            boolean resolved,
            boolean fixed,
            List<Entry> settings,
            @Nullable Delivery lastDelivery,
            @Nullable String fault) {}

    /** A delivery. */
    public record Delivery(
            String id,
            String channel,
            @Nullable String alertId,
            String kind,
            DeliveryState state,
            int attempts,
            Instant createdAt,
            @Nullable Instant deliveredAt,
            @Nullable String error,
            @Nullable String receipt) {}

    /** A channel that is wanted. */
    public record ChannelInput(
            @Nullable String id,
            String name,
            ChannelKind kind,
            boolean enabled,
            String language,
            AlertLevel minLevel,
            boolean resolved,
            List<Entry> settings) {

        Map<String, Object> body() {
            return Map.of(
                    "name", name,
                    "kind", kind.name().toLowerCase(Locale.ROOT),
                    "enabled", enabled,
                    "language", language,
                    "minLevel", minLevel.word(),
                    "resolved", resolved,
                    "settings", settings);
        }
    }

    @QueryMapping
    Mono<List<Channel>> channels(@ContextValue(Asker.CONTEXT) Asker asker) {
        return alertService.ask(asker, Question.get(CHANNELS), Channel[].class).map(List::of);
    }

    @QueryMapping
    Mono<List<Delivery>> deliveries(
            @Argument @Nullable String channel, @Argument int first, @ContextValue(Asker.CONTEXT) Asker asker) {
        AlertController.check(first >= 1 && first <= MOST, "first", "1 to " + MOST + " is allowed, it is " + first);
        Question question =
                Question.get("/api/v1/deliveries").with("channel", channel).with("limit", first);
        return alertService.ask(asker, question, Delivery[].class).map(List::of);
    }

    @MutationMapping
    Mono<Channel> saveChannel(@Argument ChannelInput channel, @ContextValue(Asker.CONTEXT) Asker asker) {
        Question save = channel.id() == null
                ? Question.of(HttpMethod.POST, CHANNELS)
                : Question.of(HttpMethod.PUT, ONE, channel.id());
        for (String field : List.of("name", "kind", "language", "minLevel", "settings")) {
            save = save.named(field, "channel." + field);
        }
        return alertService.ask(asker, save.body(channel.body()), Channel.class);
    }

    @MutationMapping
    Mono<Boolean> deleteChannel(@Argument String id, @ContextValue(Asker.CONTEXT) Asker asker) {
        return alertService.tell(asker, Question.of(HttpMethod.DELETE, ONE, id)).thenReturn(true);
    }

    @MutationMapping
    Mono<Delivery> testChannel(@Argument String id, @ContextValue(Asker.CONTEXT) Asker asker) {
        return alertService.ask(
                asker, Question.of(HttpMethod.POST, ONE + "/test", id).patience(TEST_WITHIN), Delivery.class);
    }
}
