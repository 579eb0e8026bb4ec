package io.vigie.query.errors;

import graphql.schema.DataFetchingEnvironment;
import graphql.schema.DataFetchingFieldSelectionSet;
import io.vigie.kit.problem.FieldError;
import io.vigie.kit.problem.ProblemCode;
import io.vigie.kit.problem.ProblemException;
import io.vigie.query.errors.ErrorTypes.ErrorEvent;
import io.vigie.query.errors.ErrorTypes.HourCount;
import io.vigie.query.errors.ErrorTypes.Issue;
import io.vigie.query.errors.ErrorTypes.IssueComment;
import io.vigie.query.errors.ErrorTypes.IssueConnection;
import io.vigie.query.errors.ErrorTypes.IssueDetails;
import io.vigie.query.errors.ErrorTypes.IssueFilter;
import io.vigie.query.errors.ErrorTypes.IssuePart;
import io.vigie.query.errors.ErrorTypes.IssueSort;
import io.vigie.query.errors.ErrorTypes.IssueStatus;
import io.vigie.query.errors.ErrorTypes.Issues;
import io.vigie.query.owner.Asker;
import io.vigie.query.owner.Owner;
import io.vigie.query.owner.PageInfo;
import io.vigie.query.owner.Question;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.dataloader.DataLoader;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.ContextValue;
import org.springframework.graphql.data.method.annotation.MutationMapping;
import org.springframework.graphql.data.method.annotation.QueryMapping;
import org.springframework.graphql.data.method.annotation.SchemaMapping;
import org.springframework.http.HttpMethod;
import org.springframework.stereotype.Controller;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Issues, and what people do with them. */
@Controller
final class IssueController {

    private static final int MOST = 200;
    private static final int PART = 100;
    private static final int MOST_SERVICES = 20;
    private static final int MOST_EVENTS = 100;
    private static final int HOURS_IN_LIST = 24;
    private static final int HOURS = 7 * 24;

    private final Owner errorService;

    IssueController(Owner errorService) {
        this.errorService = errorService;
    }

    @QueryMapping
    Mono<IssueConnection> issues(
            @Argument @Nullable IssueFilter filter,
            @Argument IssueSort sort,
            @Argument int first,
            @Argument @Nullable String after,
            @ContextValue(Asker.CONTEXT) Asker asker,
            DataFetchingFieldSelectionSet selection) {
        check(first >= 1 && first <= MOST, "first", "1 to " + MOST + " is allowed, it is " + first);
        Question list = list(filter == null ? IssueFilter.NONE : filter, sort);
        return part(list.with("total", selection.contains("totalCount")), Math.min(first, PART), after, asker)
                .flatMap(head -> first > PART && head.next() != null
                        ? part(list, first - PART, head.next(), asker).map(head::and)
                        : Mono.just(head))
                .map(IssueController::page);
    }

    private static Question list(IssueFilter filter, IssueSort sort) {
        List<String> services = filter.services() == null ? List.of() : filter.services();
        check(services.size() <= MOST_SERVICES, "filter.services", "at most " + MOST_SERVICES + " are allowed");
        Question list = Question.get("/api/v1/issues")
                .withEach("service", services)
                .with("level", words(filter.levels()))
                .with("status", words(filter.statuses()))
                .with("from", filter.from())
                .with("to", filter.to())
                .with("text", filter.text())
                .with("sort", sort.word())
                .named("cursor", "after");
        for (String field : List.of("level", "status", "service")) {
            list = list.named(field, "filter." + field + (field.equals("status") ? "es" : "s"));
        }
        for (String field : List.of("from", "to", "text")) {
            list = list.named(field, "filter." + field);
        }
        return list;
    }

    private static @Nullable String words(@Nullable Collection<? extends Enum<?>> values) {
        return values == null
                ? null
                : values.stream()
                        .map(value -> value.name().toLowerCase(Locale.ROOT))
                        .collect(Collectors.joining(","));
    }

    private Mono<IssuePart> part(Question list, int take, @Nullable String after, Asker asker) {
        return errorService.ask(asker, list.with("take", take).with("cursor", after), IssuePart.class);
    }

    private static IssueConnection page(IssuePart part) {
        return new IssueConnection(
                part.items(),
                Objects.requireNonNullElse(part.total(), (long) part.items().size()),
                new PageInfo(part.next() != null, part.next()));
    }

    @QueryMapping
    Mono<Issue> issue(@Argument String id, @ContextValue(Asker.CONTEXT) Asker asker) {
        return find(id, asker).onErrorResume(error -> isMissing(error) ? Mono.empty() : Mono.error(error));
    }

    static boolean isMissing(Throwable error) {
        return error instanceof ProblemException problem && problem.code() == ProblemCode.NOT_FOUND;
    }

    private Mono<Issue> find(String id, Asker asker) {
        return errorService.ask(asker, Question.get("/api/v1/issues/{id}", id).with("events", 0), Issue.class);
    }

    @SchemaMapping
    CompletableFuture<List<HourCount>> hours(
            Issue issue,
            DataLoader<IssueDetailsLoader.Key, IssueDetails> details,
            DataFetchingEnvironment environment) {
        return details(issue, 0, details, environment).thenApply(IssueDetails::hours);
    }

    @SchemaMapping
    CompletableFuture<List<IssueComment>> comments(
            Issue issue,
            DataLoader<IssueDetailsLoader.Key, IssueDetails> details,
            DataFetchingEnvironment environment) {
        return details(issue, 0, details, environment).thenApply(IssueDetails::comments);
    }

    @SchemaMapping
    CompletableFuture<Boolean> sampled(
            Issue issue,
            DataLoader<IssueDetailsLoader.Key, IssueDetails> details,
            DataFetchingEnvironment environment) {
        return details(issue, 0, details, environment)
                .thenApply(found -> found.bodies().kept() < found.bodies().of());
    }

    @SchemaMapping
    CompletableFuture<List<ErrorEvent>> events(
            Issue issue,
            @Argument int first,
            DataLoader<IssueDetailsLoader.Key, IssueDetails> details,
            DataFetchingEnvironment environment) {
        check(first >= 1 && first <= MOST_EVENTS, "first", "1 to " + MOST_EVENTS + " is allowed, it is " + first);
        return details(issue, first, details, environment)
                .thenApply(found -> found.events().stream()
                        .map(event -> event.of(issue.id()))
                        .toList());
    }

    private static CompletableFuture<IssueDetails> details(
            Issue issue,
            int events,
            DataLoader<IssueDetailsLoader.Key, IssueDetails> loader,
            DataFetchingEnvironment environment) {
        if (issue.details() != null && events == 0) {
            return CompletableFuture.completedFuture(issue.details());
        }
        boolean listed =
                environment.getExecutionStepInfo().getPath().getParent().isListSegment();
        return loader.load(new IssueDetailsLoader.Key(issue.id(), listed ? HOURS_IN_LIST : HOURS, events));
    }

    @MutationMapping
    Mono<List<Issue>> updateIssues(
            @Argument List<String> ids,
            @Argument @Nullable IssueStatus status,
            @Argument @Nullable String assignee,
            @ContextValue(Asker.CONTEXT) Asker asker) {
        check(!ids.isEmpty() && ids.size() <= MOST, "ids", "1 to " + MOST + " are allowed, there are " + ids.size());
        return Flux.fromIterable(ids)
                .distinct()
                .buffer(PART)
                .concatMap(some -> errorService.ask(
                        asker,
                        Question.of(HttpMethod.POST, "/api/v1/issues/actions").body(change(some, status, assignee)),
                        Issues.class))
                .concatMapIterable(Issues::items)
                .collectList();
    }

    private static Map<String, @Nullable Object> change(
            List<String> ids, @Nullable IssueStatus status, @Nullable String assignee) {
        Map<String, @Nullable Object> change = new LinkedHashMap<>();
        change.put("ids", ids);
        if (status != null) {
            change.put("status", status.name().toLowerCase(Locale.ROOT));
        }
        if (assignee != null) {
            change.put("assignee", assignee.isEmpty() ? null : assignee);
        }
        return change;
    }

    @MutationMapping
    Mono<Issue> commentIssue(@Argument String id, @Argument String text, @ContextValue(Asker.CONTEXT) Asker asker) {
        Question comment =
                Question.of(HttpMethod.POST, "/api/v1/issues/{id}/comments", id).body(Map.of("text", text));
        return errorService.tell(asker, comment).then(Mono.defer(() -> find(id, asker)));
    }

    static void check(boolean holds, String field, String detail) {
        if (!holds) {
            throw new ProblemException(field + ": " + detail, List.of(new FieldError(field, detail)));
        }
    }
}
