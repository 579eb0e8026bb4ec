package io.vigie.error.api;

import static java.util.stream.Collectors.groupingBy;

import io.vigie.error.events.EventSearch;
import io.vigie.error.events.SampleDay;
import io.vigie.error.issues.HourCounts;
import io.vigie.error.issues.Issue;
import io.vigie.error.issues.IssueKeeping.Kept;
import io.vigie.error.issues.IssueSearch;
import io.vigie.error.storage.Documents;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** What a single issue says besides: its hours, samples and comments. All by ids that are computed, so that it costs little. */
@Component
final class IssueDetails {

    private static final Duration SHOWN = Duration.ofDays(7);
    private static final int MOST_HOURS = 31 * 24;
    private static final int EVENTS = 10;
    private static final int MOST_EVENTS = 100;
    private static final int COMMENTS = 200;
    private static final int IDS_AT_ONCE = 1_000;

    /** Of an issue with more groups, the hours of these are shown. */
    private static final int MOST_GROUPS = 20;

    private final Kept kept;
    private final Documents<SampleDay> sampleDays;
    private final EventSearch events;
    private final IssueSearch search;
    private final Clock clock;

    IssueDetails(Kept kept, Documents<SampleDay> sampleDays, EventSearch events, IssueSearch search, Clock clock) {
        this.kept = kept;
        this.sampleDays = sampleDays;
        this.events = events;
        this.search = search;
        this.clock = clock;
    }

    /** Hours since the epoch; the last is not in it. */
    record Range(long from, long until) {}

    /**
     * What is asked for.
     *
     * @param range of the counts
     * @param events how many of the newest errors
     */
    record Wanted(Range range, int events) {}

    Wanted wanted(Parameters parameters) {
        return new Wanted(range(parameters, clock, SHOWN), parameters.number("events", 0, MOST_EVENTS, EVENTS));
    }

    static Range range(Parameters parameters, Clock clock, Duration otherwise) {
        Instant to = parameters.moment("to");
        Instant end = to == null ? clock.instant() : to.minusMillis(1);
        Instant from = parameters.moment("from");
        long first = HourCounts.hourOf(from == null ? end.minus(otherwise) : from);
        long until = HourCounts.hourOf(end) + 1;
        if (until <= first || until - first > MOST_HOURS + 1) {
            throw Parameters.invalid("from", "must be before to, and at most " + MOST_HOURS + " hours");
        }
        return new Range(first, until);
    }

    Mono<IssueView> of(Issue issue, Wanted wanted) {
        List<String> groups =
                issue.keys().subList(0, Math.min(MOST_GROUPS, issue.keys().size()));
        return Mono.zip(
                        hours(groups, wanted.range()),
                        bodies(groups, wanted.range()),
                        newest(groups, wanted.events()),
                        search.comments(issue.id(), COMMENTS)
                                .map(IssueView.CommentView::of)
                                .collectList())
                .map(parts -> new IssueView.Details(parts.getT1(), parts.getT2(), parts.getT3(), parts.getT4()))
                .map(details -> IssueView.of(issue, details));
    }

    private Mono<List<ErrorView>> newest(List<String> groups, int most) {
        return most == 0
                ? Mono.just(List.of())
                : events.ofGroups(groups, most).map(ErrorView::of).collectList();
    }

    private Mono<List<IssueView.Hour>> hours(List<String> groups, Range range) {
        List<String> ids = new ArrayList<>();
        for (String group : groups) {
            for (long hour = range.from(); hour < range.until(); hour++) {
                ids.add(HourCounts.id(group, hour));
            }
        }
        return Flux.fromIterable(ids)
                .buffer(IDS_AT_ONCE)
                .concatMap(kept.groupHours()::find)
                .filter(hour -> hour.total() > 0)
                .collectList()
                .map(IssueDetails::byHour);
    }

    private static List<IssueView.Hour> byHour(List<HourCounts> found) {
        Map<Long, List<HourCounts>> byHour = found.stream()
                .collect(groupingBy(HourCounts::hour, TreeMap::new, java.util.stream.Collectors.toList()));
        return byHour.entrySet().stream()
                .map(hour -> IssueView.Hour.of(hour.getKey(), hour.getValue()))
                .toList();
    }

    private Mono<IssueView.Bodies> bodies(List<String> groups, Range range) {
        List<String> ids = new ArrayList<>();
        Instant end = HourCounts.startOf(range.until());
        for (Instant day = HourCounts.startOf(range.from()); !day.isAfter(end); day = day.plus(Duration.ofDays(1))) {
            for (String group : groups) {
                ids.add(SampleDay.id(group, day));
            }
        }
        return sampleDays
                .find(ids)
                .map(day -> new IssueView.Bodies(day.kept().size(), day.seen()))
                .reduce(
                        new IssueView.Bodies(0, 0),
                        (sum, day) -> new IssueView.Bodies(sum.kept() + day.kept(), sum.of() + day.of()));
    }
}
