package io.vigie.error.issues;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Issues, their comments and counts as they are asked for. Deleted issues are not found. */
public interface IssueSearch {

    /** A part of those that the filter lets through. */
    Flux<Issue> find(IssueFilter filter, IssuePage page);

    /** How many the filter lets through, counted up to a number. */
    Mono<Long> count(IssueFilter filter, int most);

    /** All of a service. */
    Flux<Issue> ofService(String service);

    /** Those whose announcements have waited since before a moment, deleted ones included. */
    Flux<Issue> unsent(Instant before, int most);

    /** What was said of an issue, oldest first. */
    Flux<Comment> comments(String issueId, int most);

    /** Counts of services from an hour until before another. */
    Flux<HourCounts> serviceHours(long from, long until, @Nullable String service, int most);

    /** Counts of groups from an hour until before another. */
    Flux<HourCounts> groupHours(long from, long until, @Nullable String service, int most);

    /** Deletes counts before an hour, of one service or of all. */
    Mono<Long> deleteHours(long before, @Nullable String service);
}
