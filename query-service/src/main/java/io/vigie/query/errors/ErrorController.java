package io.vigie.query.errors;

import io.vigie.kit.identity.Identity;
import io.vigie.kit.problem.ProblemCode;
import io.vigie.kit.problem.ProblemException;
import io.vigie.query.errors.ErrorTypes.ErrorEvent;
import io.vigie.query.errors.ErrorTypes.ErrorLevel;
import io.vigie.query.errors.ErrorTypes.ErrorOccurrence;
import io.vigie.query.errors.ErrorTypes.ErrorStats;
import io.vigie.query.errors.ErrorTypes.LevelHour;
import io.vigie.query.errors.ErrorTypes.ServiceErrors;
import io.vigie.query.errors.ErrorTypes.StatsPart;
import io.vigie.query.live.EventTail;
import io.vigie.query.live.Subscriptions;
import io.vigie.query.owner.Asker;
import io.vigie.query.owner.Owner;
import io.vigie.query.owner.Question;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.ContextValue;
import org.springframework.graphql.data.method.annotation.QueryMapping;
import org.springframework.graphql.data.method.annotation.SubscriptionMapping;
import org.springframework.stereotype.Controller;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Single errors, their numbers, and errors as they come. */
@Controller
final class ErrorController {

    private static final Duration LONGEST = Duration.ofDays(90);
    private static final int MOST_NAMES = 100;
    private static final int AT_ONCE = 4;

    /** What error-service counts at once. */
    private static final Duration COUNTED_AT_ONCE = Duration.ofDays(31);

    private final Owner errorService;
    private final EventTail<ErrorOccurrence> tail;
    private final Subscriptions subscriptions;

    ErrorController(Owner errorService, EventTail<ErrorOccurrence> tail, Subscriptions subscriptions) {
        this.errorService = errorService;
        this.tail = tail;
        this.subscriptions = subscriptions;
    }

    @QueryMapping
    Mono<ErrorEvent> errorEvent(
            @Argument String id, @Argument @Nullable String service, @ContextValue(Asker.CONTEXT) Asker asker) {
        Question question = Question.get("/api/v1/errors/{id}", id).with("service", service);
        return errorService
                .ask(asker, question, ErrorEvent.class)
                .onErrorResume(error -> IssueController.isMissing(error) ? Mono.empty() : Mono.error(error));
    }

    @QueryMapping
    Mono<ErrorStats> errorStats(
            @Argument Instant from,
            @Argument Instant to,
            @Argument @Nullable String service,
            @ContextValue(Asker.CONTEXT) Asker asker) {
        IssueController.check(
                from.isBefore(to) && Duration.between(from, to).compareTo(LONGEST) <= 0,
                "from",
                "must be before to, by at most " + LONGEST.toDays() + " days");
        return Flux.fromIterable(ranges(from, to))
                .flatMapSequential(range -> errorService.ask(asker, range.question(service), StatsPart.class), AT_ONCE)
                .collectList()
                .map(ErrorController::sum);
    }

    private record Range(Instant from, Instant to) {

        Question question(@Nullable String service) {
            return Question.get("/api/v1/errors/stats")
                    .with("from", from)
                    .with("to", to)
                    .with("service", service);
        }
    }

    /** Cut at full hours, so that none is counted twice. */
    private static List<Range> ranges(Instant from, Instant to) {
        List<Range> ranges = new ArrayList<>();
        Instant begin = from;
        while (begin.isBefore(to)) {
            Instant cut = begin.truncatedTo(ChronoUnit.HOURS).plus(COUNTED_AT_ONCE);
            Instant end = cut.isBefore(to) ? cut : to;
            ranges.add(new Range(begin, end));
            begin = end;
        }
        return ranges;
    }

    private static ErrorStats sum(List<StatsPart> parts) {
        List<LevelHour> hours = new ArrayList<>();
        Map<String, ServiceErrors> services = new HashMap<>();
        long total = 0;
        for (StatsPart part : parts) {
            total += part.count();
            part.hours()
                    .forEach(hour ->
                            hour.levels().forEach((level, count) -> hours.add(new LevelHour(hour.at(), level, count))));
            part.services()
                    .forEach(service -> services.merge(
                            service.service(),
                            service,
                            (one, other) -> new ServiceErrors(
                                    one.service(),
                                    one.count() + other.count(),
                                    Math.max(one.issues(), other.issues()))));
        }
        List<ServiceErrors> noisiest = services.values().stream()
                .sorted(Comparator.comparingLong(ServiceErrors::count).reversed())
                .toList();
        return new ErrorStats(hours, noisiest, total);
    }

    @SubscriptionMapping
    Flux<ErrorOccurrence> errorEvents(
            @Argument @Nullable List<String> services,
            @Argument @Nullable List<ErrorLevel> levels,
            @ContextValue(Asker.CONTEXT) Asker asker) {
        Set<String> ofServices = readable(services == null ? List.of() : services, asker.identity());
        Set<ErrorLevel> ofLevels =
                levels == null || levels.isEmpty() ? EnumSet.allOf(ErrorLevel.class) : EnumSet.copyOf(levels);
        return subscriptions.counted(tail.events(error ->
                ofLevels.contains(error.level()) && (ofServices.isEmpty() || ofServices.contains(error.service()))));
    }

    /** Those that are asked for and may be read; empty: all. */
    private static Set<String> readable(List<String> services, Identity identity) {
        IssueController.check(services.size() <= MOST_NAMES, "services", "at most " + MOST_NAMES + " are allowed");
        return switch (identity) {
            case Identity.Person person -> Set.copyOf(services);
            case Identity.Program program -> {
                if (!program.scopes().contains("read")) {
                    throw new ProblemException(ProblemCode.PERMISSION_DENIED, "The key needs the scope read");
                }
                if (services.stream().anyMatch(service -> !service.equals(program.service()))) {
                    throw new ProblemException(
                            ProblemCode.PERMISSION_DENIED, "services: the key belongs to another service");
                }
                yield Set.of(program.service());
            }
        };
    }
}
