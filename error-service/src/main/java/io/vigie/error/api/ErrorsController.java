package io.vigie.error.api;

import io.vigie.error.events.EventFilter;
import io.vigie.error.events.EventSearch;
import io.vigie.error.events.SearchSettings;
import io.vigie.error.events.StoredEvent;
import io.vigie.error.issues.Actor;
import io.vigie.error.issues.IssueKeeping.Kept;
import io.vigie.error.removal.Deletions;
import io.vigie.kit.problem.ProblemCode;
import io.vigie.kit.problem.ProblemException;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** Single errors. */
@RestController
final class ErrorsController {

    private static final int TAKEN = 50;
    private static final int MOST_TAKEN = 100;
    private static final int MOST_SKIPPED = 100_000;
    private static final int LONGEST_SERVICE = 100;
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{1,128}");

    private final EventSearch events;
    private final Kept kept;
    private final Deletions deletions;
    private final SearchSettings settings;

    ErrorsController(EventSearch events, Kept kept, Deletions deletions, SearchSettings settings) {
        this.events = events;
        this.kept = kept;
        this.deletions = deletions;
        this.settings = settings;
    }

    record Listed(String status, List<ErrorView> items) {}

    record Deleted(String status, long deleted) {}

    @GetMapping("/errors")
    Mono<Listed> list(ServerWebExchange exchange) {
        Parameters parameters = new Parameters(exchange);
        EventFilter filter = new EventFilter(
                Callers.reads(exchange, parameters.services()),
                parameters.levels(),
                parameters.moment("from"),
                parameters.moment("to"),
                parameters.text());
        int skip = parameters.number("skip", 0, MOST_SKIPPED, 0);
        int take = parameters.number("take", 1, MOST_TAKEN, TAKEN);
        return events.newest(filter, skip, take)
                .map(ErrorView::of)
                .collectList()
                .map(items -> new Listed("ok", items))
                .timeout(settings.timeout());
    }

    @GetMapping("/api/v1/errors/{id}")
    Mono<ErrorView> find(@PathVariable String id, ServerWebExchange exchange) {
        return the(id, Callers.reads(exchange, new Parameters(exchange).service()))
                .flatMap(event -> kept.keys()
                        .find(List.of(event.key()))
                        .next()
                        .map(key -> ErrorView.of(event, key.issueId()))
                        .defaultIfEmpty(ErrorView.of(event)));
    }

    @DeleteMapping("/errors/{id}")
    Mono<Deleted> delete(@PathVariable String id, ServerWebExchange exchange) {
        Actor actor = Callers.acts(exchange);
        return the(id, new Parameters(exchange).service())
                .flatMap(event -> deletions.delete(event.service(), event.eventId(), actor))
                .map(count -> new Deleted("ok", count));
    }

    @DeleteMapping("/errors/service/{service}")
    Mono<Deleted> deleteOf(@PathVariable String service, ServerWebExchange exchange) {
        Actor actor = Callers.acts(exchange);
        if (service.length() > LONGEST_SERVICE) {
            throw Parameters.invalid("service", "must have at most " + LONGEST_SERVICE + " characters");
        }
        return deletions.delete(service, null, actor).map(count -> new Deleted("ok", count));
    }

    /** The one with this id; an id is unique within its service alone. */
    private Mono<StoredEvent> the(String id, @Nullable String service) {
        if (!ID.matcher(id).matches()) {
            throw Parameters.invalid("id", "must have 1 to 128 characters of [A-Za-z0-9_-]");
        }
        return events.withId(id, service, 2)
                .collectList()
                .map(found -> {
                    if (found.size() > 1) {
                        throw Parameters.invalid("service", "must be given: several services have an error of this id");
                    }
                    if (found.isEmpty()) {
                        throw new ProblemException(
                                ProblemCode.NOT_FOUND,
                                "There is no error of this id, or its body is not kept any more");
                    }
                    return found.getFirst();
                })
                .timeout(settings.timeout());
    }
}
