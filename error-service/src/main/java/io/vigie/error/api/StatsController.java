package io.vigie.error.api;

import io.vigie.error.api.IssueDetails.Range;
import io.vigie.error.events.SearchSettings;
import io.vigie.error.issues.HourCounts;
import io.vigie.error.issues.Issue;
import io.vigie.error.issues.IssueKeeping.Kept;
import io.vigie.error.issues.IssueSearch;
import io.vigie.error.issues.KeyTotals;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** Numbers for the dashboard. */
@RestController
final class StatsController {

    private static final Duration SHOWN = Duration.ofDays(1);
    private static final int MOST_DOCUMENTS = 100_000;
    private static final int MOST_SERVICES = 200;
    private static final int TOP_GROUPS = 30;
    private static final int TOP_ISSUES = 10;

    private final IssueSearch search;
    private final Kept kept;
    private final SearchSettings settings;
    private final Clock clock;

    StatsController(IssueSearch search, Kept kept, SearchSettings settings, Clock clock) {
        this.search = search;
        this.kept = kept;
        this.settings = settings;
        this.clock = clock;
    }

    /**
     * Counts of a time range.
     *
     * @param hours in which there were any
     * @param services the noisiest first
     * @param issues the noisiest first, counted within the range
     * @param partial there was too much to read all of it
     */
    record Stats(
            String status,
            Instant from,
            Instant to,
            long count,
            Map<String, Long> levels,
            List<IssueView.Hour> hours,
            List<OfService> services,
            List<OfIssue> issues,
            boolean partial) {}

    /**
     * Counts of a service.
     *
     * @param issues how many had errors in the range; each group counts for one
     */
    record OfService(String service, long count, Map<String, Long> levels, long issues) {}

    record OfIssue(IssueView issue, long count) {}

    @GetMapping("/api/v1/errors/stats")
    Mono<Stats> stats(ServerWebExchange exchange) {
        Parameters parameters = new Parameters(exchange);
        String service = Callers.reads(exchange, parameters.service());
        Range range = IssueDetails.range(parameters, clock, SHOWN);
        Mono<List<HourCounts>> services = search.serviceHours(range.from(), range.until(), service, MOST_DOCUMENTS)
                .filter(hour -> hour.total() > 0)
                .collectList();
        return Mono.zip(services, topGroups(range, service))
                .flatMap(both -> issues(both.getT2().byGroup())
                        .map(issues -> stats(
                                range,
                                both.getT1(),
                                both.getT2(),
                                issues,
                                both.getT2().read() >= MOST_DOCUMENTS
                                        || both.getT1().size() >= MOST_DOCUMENTS)))
                .timeout(settings.timeout());
    }

    private record Counted(Map<String, Long> byGroup, Map<String, Set<String>> groupsOf, long read) {

        Counted with(HourCounts hour) {
            if (hour.total() > 0) {
                byGroup.merge(hour.subject(), hour.total(), Long::sum);
                groupsOf.computeIfAbsent(hour.service(), service -> new HashSet<>())
                        .add(hour.subject());
            }
            return new Counted(byGroup, groupsOf, read + 1);
        }
    }

    private Mono<Counted> topGroups(Range range, @Nullable String service) {
        return search.groupHours(range.from(), range.until(), service, MOST_DOCUMENTS)
                .reduceWith(() -> new Counted(new HashMap<>(), new HashMap<>(), 0), Counted::with);
    }

    private Mono<List<OfIssue>> issues(Map<String, Long> byGroup) {
        List<String> top = byGroup.entrySet().stream()
                .filter(group -> group.getValue() > 0)
                .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
                .limit(TOP_GROUPS)
                .map(Map.Entry::getKey)
                .toList();
        return kept.keys()
                .find(top)
                .map(KeyTotals::issueId)
                .distinct()
                .collectList()
                .flatMapMany(ids -> kept.issues().find(ids))
                .filter(issue -> !issue.isDeleted())
                .map(issue -> new OfIssue(IssueView.of(issue), counted(issue, byGroup)))
                .sort(Comparator.comparingLong(OfIssue::count).reversed())
                .take(TOP_ISSUES)
                .collectList();
    }

    private static long counted(Issue issue, Map<String, Long> byGroup) {
        return issue.keys().stream()
                .mapToLong(key -> byGroup.getOrDefault(key, 0L))
                .sum();
    }

    private static Stats stats(
            Range range, List<HourCounts> counts, Counted groups, List<OfIssue> issues, boolean partial) {
        Map<Long, List<HourCounts>> byHour = new TreeMap<>();
        Map<String, List<HourCounts>> byService = new TreeMap<>();
        counts.forEach(count -> {
            byHour.computeIfAbsent(count.hour(), hour -> new java.util.ArrayList<>())
                    .add(count);
            byService
                    .computeIfAbsent(count.service(), service -> new java.util.ArrayList<>())
                    .add(count);
        });
        IssueView.Hour all = IssueView.Hour.of(range.from(), counts);
        return new Stats(
                "ok",
                HourCounts.startOf(range.from()),
                HourCounts.startOf(range.until()),
                all.count(),
                all.levels(),
                byHour.entrySet().stream()
                        .map(hour -> IssueView.Hour.of(hour.getKey(), hour.getValue()))
                        .toList(),
                byService.entrySet().stream()
                        .map(service -> ofService(
                                service.getKey(),
                                service.getValue(),
                                groups.groupsOf()
                                        .getOrDefault(service.getKey(), Set.of())
                                        .size()))
                        .sorted(Comparator.comparingLong(OfService::count).reversed())
                        .limit(MOST_SERVICES)
                        .toList(),
                issues,
                partial);
    }

    private static OfService ofService(String service, List<HourCounts> counts, long issues) {
        IssueView.Hour sum = IssueView.Hour.of(0, counts);
        return new OfService(service, sum.count(), sum.levels(), issues);
    }
}
