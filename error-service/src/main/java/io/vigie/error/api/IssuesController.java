package io.vigie.error.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.vigie.error.events.EventFilter;
import io.vigie.error.events.EventSearch;
import io.vigie.error.events.SearchSettings;
import io.vigie.error.issues.Issue;
import io.vigie.error.issues.IssueFilter;
import io.vigie.error.issues.IssuePage;
import io.vigie.error.issues.IssuePage.Order;
import io.vigie.error.issues.IssuePage.Position;
import io.vigie.error.issues.IssueSearch;
import io.vigie.error.issues.Issues;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** Issues as they are read. */
@RestController
final class IssuesController {

    private static final int TAKEN = 50;
    private static final int MOST_TAKEN = 100;
    private static final int LONGEST_CURSOR = 200;
    private static final int MOST_COUNTED = 10_000;
    private static final int MOST_IDS = 200;
    private static final int AT_ONCE = 4;
    private static final Map<String, Order> ORDERS =
            Map.of("lastSeen", Order.LAST_SEEN, "firstSeen", Order.FIRST_SEEN, "count", Order.COUNT);

    private final IssueSearch search;
    private final EventSearch events;
    private final Issues issues;
    private final IssueDetails details;
    private final SearchSettings settings;

    IssuesController(
            IssueSearch search, EventSearch events, Issues issues, IssueDetails details, SearchSettings settings) {
        this.search = search;
        this.events = events;
        this.issues = issues;
        this.details = details;
        this.settings = settings;
    }

    /**
     * A part of the issues.
     *
     * @param next the cursor of the next part; null where there is none
     * @param total of all parts, counted up to {@value #MOST_COUNTED}; only where it is asked for
     * @param searchedFrom a text was looked for in stacks from here on alone; null where in all that are kept
     */
    record Listed(
            String status,
            List<IssueView> items,
            @Nullable String next,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            Long total,

            @Nullable Instant searchedFrom) {}

    /** Several issues with their details; those that there are. */
    record Detailed(String status, List<IssueView> items) {}

    private record Groups(Set<String> keys, Optional<Instant> searchedFrom) {}

    @GetMapping("/api/v1/issues")
    Mono<Listed> list(ServerWebExchange exchange) {
        Parameters parameters = new Parameters(exchange);
        IssueFilter filter = new IssueFilter(
                Callers.reads(exchange, parameters.services()),
                parameters.levels(),
                parameters.statuses(),
                parameters.moment("from"),
                parameters.moment("to"),
                parameters.text(),
                Set.of());
        Order order = parameters.oneOf("sort", ORDERS, Order.LAST_SEEN);
        Position after = Cursor.read(parameters.text("cursor", LONGEST_CURSOR), order);
        int take = parameters.number("take", 1, MOST_TAKEN, TAKEN);
        boolean counted = parameters.oneOf("total", Map.of("true", true, "false", false), false);
        return groups(filter)
                .flatMap(groups -> Mono.zip(
                                search.find(filter.in(groups.keys()), new IssuePage(order, after, take + 1))
                                        .collectList(),
                                total(filter.in(groups.keys()), counted))
                        .map(parts ->
                                listed(parts.getT1(), take, order, parts.getT2().orElse(null), groups.searchedFrom())))
                .timeout(settings.timeout());
    }

    private Mono<Optional<Long>> total(IssueFilter filter, boolean counted) {
        return counted ? search.count(filter, MOST_COUNTED).map(Optional::of) : Mono.just(Optional.empty());
    }

    /** Those in whose bodies the text is; it may be in the stack of one error alone. */
    private Mono<Groups> groups(IssueFilter filter) {
        if (filter.text() == null) {
            return Mono.just(new Groups(Set.of(), Optional.empty()));
        }
        EventFilter bodies = new EventFilter(filter.services(), Set.of(), filter.from(), filter.to(), filter.text());
        return Mono.zip(
                events.groups(bodies),
                events.searchedFrom(bodies).map(Optional::of).defaultIfEmpty(Optional.empty()),
                Groups::new);
    }

    private static Listed listed(
            List<Issue> found, int take, Order order, @Nullable Long total, Optional<Instant> searchedFrom) {
        List<Issue> shown = found.subList(0, Math.min(take, found.size()));
        String next = found.size() > take ? Cursor.write(order, Position.of(shown.getLast(), order)) : null;
        return new Listed("ok", shown.stream().map(IssueView::of).toList(), next, total, searchedFrom.orElse(null));
    }

    @GetMapping("/api/v1/issues/{id}")
    Mono<IssueView> find(@PathVariable String id, ServerWebExchange exchange) {
        IssueDetails.Wanted wanted = details.wanted(new Parameters(exchange));
        String service = Callers.reads(exchange, (String) null);
        return issues.find(IssueActsController.valid(id))
                .filter(issue -> service == null || issue.service().equals(service))
                .switchIfEmpty(Mono.error(IssueActsController::missing))
                .flatMap(issue -> details.of(issue, wanted))
                .timeout(settings.timeout());
    }

    /** The details of several at once, for those who show a list. */
    @GetMapping("/api/v1/issues/details")
    Mono<Detailed> details(ServerWebExchange exchange) {
        Parameters parameters = new Parameters(exchange);
        IssueDetails.Wanted wanted = details.wanted(parameters);
        List<String> ids = parameters.each("id", MOST_IDS);
        ids.forEach(IssueActsController::valid);
        String service = Callers.reads(exchange, (String) null);
        return issues.find(ids)
                .filter(issue -> service == null || issue.service().equals(service))
                .flatMapSequential(issue -> details.of(issue, wanted), AT_ONCE)
                .collectList()
                .map(items -> new Detailed("ok", items))
                .timeout(settings.timeout());
    }
}
