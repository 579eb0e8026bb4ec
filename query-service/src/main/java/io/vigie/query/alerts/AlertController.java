package io.vigie.query.alerts;

import io.vigie.kit.problem.FieldError;
import io.vigie.kit.problem.ProblemCode;
import io.vigie.kit.problem.ProblemException;
import io.vigie.query.alerts.AlertsNow.AlertPart;
import io.vigie.query.live.EventTail;
import io.vigie.query.live.Subscriptions;
import io.vigie.query.owner.Asker;
import io.vigie.query.owner.Owner;
import io.vigie.query.owner.PageInfo;
import io.vigie.query.owner.Question;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.ContextValue;
import org.springframework.graphql.data.method.annotation.MutationMapping;
import org.springframework.graphql.data.method.annotation.QueryMapping;
import org.springframework.graphql.data.method.annotation.SubscriptionMapping;
import org.springframework.http.HttpMethod;
import org.springframework.stereotype.Controller;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Alerts, what people do with them, and what becomes of them. */
@Controller
final class AlertController {

    private static final int MOST = 200;
    private static final int MOST_NAMES = 100;
    private static final String ONE = "/api/v1/alerts/{id}";

    private final Owner alertService;
    private final EventTail<Alert> tail;
    private final Subscriptions subscriptions;

    AlertController(Owner alertService, EventTail<Alert> tail, Subscriptions subscriptions) {
        this.alertService = alertService;
        this.tail = tail;
        this.subscriptions = subscriptions;
    }

    /** Which alerts. */
    public record AlertFilter(
            boolean open,
            @Nullable List<AlertLevel> levels,
            @Nullable List<String> sites,
            @Nullable List<String> types,
            @Nullable String text) {}

    /** A page of them. */
    public record AlertConnection(
            List<Alert> nodes, @Nullable Integer totalCount, PageInfo pageInfo) {}

    @QueryMapping
    Mono<AlertConnection> alerts(
            @Argument @Nullable AlertFilter filter,
            @Argument int first,
            @Argument @Nullable String after,
            @ContextValue(Asker.CONTEXT) Asker asker) {
        check(first >= 1 && first <= MOST, "first", "1 to " + MOST + " is allowed, it is " + first);
        AlertFilter asked = filter == null ? new AlertFilter(true, null, null, null, null) : filter;
        Question question = question(asked).with("limit", first).with("after", after);
        return alertService
                .ask(asker, question, AlertPart.class)
                .map(part -> new AlertConnection(
                        part.items(), part.total(), new PageInfo(part.next() != null, part.next())));
    }

    private static Question question(AlertFilter filter) {
        List<AlertLevel> levels = filter.levels() == null ? List.of() : filter.levels();
        Question question = Question.get("/api/v1/alerts")
                .with("status", filter.open() ? "open" : "resolved")
                .with("level", levels.stream().map(AlertLevel::word).collect(Collectors.joining(",")))
                .with("type", names("filter.types", filter.types()))
                .with("site", names("filter.sites", filter.sites()))
                .with("text", filter.text());
        for (String field : List.of("level", "type", "site")) {
            question = question.named(field, "filter." + field + "s");
        }
        return question.named("text", "filter.text").named("limit", "first");
    }

    /** With commas between, which no name has. */
    private static @Nullable String names(String field, @Nullable List<String> names) {
        if (names == null || names.isEmpty()) {
            return null;
        }
        check(names.size() <= MOST_NAMES, field, "at most " + MOST_NAMES + " are allowed");
        check(names.stream().noneMatch(name -> name.contains(",")), field, "no name has a comma");
        return String.join(",", names);
    }

    @QueryMapping
    Mono<Alert> alert(@Argument String id, @ContextValue(Asker.CONTEXT) Asker asker) {
        return alertService.ask(asker, Question.get(ONE, id), Alert.class).onErrorResume(AlertController::orNothing);
    }

    static <T> Mono<T> orNothing(Throwable error) {
        return error instanceof ProblemException problem && problem.code() == ProblemCode.NOT_FOUND
                ? Mono.empty()
                : Mono.error(error);
    }

    @MutationMapping
    Mono<Alert> acknowledgeAlert(
            @Argument String id,
            @Argument @Nullable Instant until,
            @Argument @Nullable String comment,
            @ContextValue(Asker.CONTEXT) Asker asker) {
        Map<String, Object> body = new HashMap<>();
        if (until != null) {
            body.put("until", until);
        }
        if (comment != null) {
            body.put("comment", comment);
        }
        return alertService.ask(
                asker, Question.of(HttpMethod.POST, ONE + "/acknowledge", id).body(body), Alert.class);
    }

    @MutationMapping
    Mono<Alert> unacknowledgeAlert(@Argument String id, @ContextValue(Asker.CONTEXT) Asker asker) {
        return alertService.ask(asker, Question.of(HttpMethod.POST, ONE + "/unacknowledge", id), Alert.class);
    }

    @SubscriptionMapping
    Flux<Alert> alertChanges(@ContextValue(Asker.CONTEXT) Asker asker) {
        return subscriptions.counted(
                tail.events(alert -> asker.identity().maySee(Optional.ofNullable(alert.clubName()))));
    }

    static void check(boolean holds, String field, String detail) {
        if (!holds) {
            throw new ProblemException(field + ": " + detail, List.of(new FieldError(field, detail)));
        }
    }
}
