package io.vigie.error.api;

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
     * @param searchedFrom a text was looked for in stacks from here on alone; null where in all that are kept
     */
    record Listed(
            String status,
            List<IssueView> items,
            @Nullable String next,
            @Nullable Instant searchedFrom) {}

    private record Groups(Set<String> keys, Optional<Instant> searchedFrom) {}

    @GetMapping("/api/v1/issues")
    Mono<Listed> list(ServerWebExchange exchange) {
        Parameters parameters = new Parameters(exchange);
        IssueFilter filter = new IssueFilter(
                Callers.reads(exchange, parameters.service()),
                parameters.levels(),
                parameters.statuses(),
                parameters.moment("from"),
                parameters.moment("to"),
                parameters.text(),
                Set.of());
        Order order = parameters.oneOf("sort", ORDERS, Order.LAST_SEEN);
        Position after = Cursor.read(parameters.text("cursor", LONGEST_CURSOR), order);
        int take = parameters.number("take", 1, MOST_TAKEN, TAKEN);
        return groups(filter)
                .flatMap(groups -> search.find(filter.in(groups.keys()), new IssuePage(order, after, take + 1))
                        .collectList()
                        .map(found -> listed(found, take, order, groups.searchedFrom())))
                .timeout(settings.timeout());
    }

    /** Those in whose bodies the text is; it may be in the stack of one error alone. */
    private Mono<Groups> groups(IssueFilter filter) {
        if (filter.text() == null) {
            return Mono.just(new Groups(Set.of(), Optional.empty()));
        }
        EventFilter bodies = new EventFilter(filter.service(), Set.of(), filter.from(), filter.to(), filter.text());
        return Mono.zip(
                events.groups(bodies),
                events.searchedFrom(bodies).map(Optional::of).defaultIfEmpty(Optional.empty()),
                Groups::new);
    }

    private static Listed listed(List<Issue> found, int take, Order order, Optional<Instant> searchedFrom) {
        List<Issue> shown = found.subList(0, Math.min(take, found.size()));
        String next = found.size() > take ? Cursor.write(order, Position.of(shown.getLast(), order)) : null;
        return new Listed("ok", shown.stream().map(IssueView::of).toList(), next, searchedFrom.orElse(null));
    }

    @GetMapping("/api/v1/issues/{id}")
    Mono<IssueView> find(@PathVariable String id, ServerWebExchange exchange) {
        IssueDetails.Range range = details.range(new Parameters(exchange));
        String service = Callers.reads(exchange, null);
        return issues.find(IssueActsController.valid(id))
                .filter(issue -> service == null || issue.service().equals(service))
                .switchIfEmpty(Mono.error(IssueActsController::missing))
                .flatMap(issue -> details.of(issue, range))
                .timeout(settings.timeout());
    }
}
