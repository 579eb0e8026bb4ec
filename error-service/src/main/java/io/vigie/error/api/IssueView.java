package io.vigie.error.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.vigie.error.events.Level;
import io.vigie.error.issues.Comment;
import io.vigie.error.issues.HourCounts;
import io.vigie.error.issues.Issue;
import io.vigie.error.issues.IssueStatus;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * An issue as clients get it.
 *
 * @param groups how many groups of errors it has
 * @param version grows with each transition
 */
record IssueView(
        String id,
        String service,
        String title,
        @Nullable String culprit,
        Level level,
        IssueStatus status,
        Instant statusSince,
        long count,
        Instant firstSeen,
        Instant lastSeen,
        @Nullable String assignee,
        int groups,
        long version,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Details details) {

    /**
     * What only a single issue says.
     *
     * @param hours those in which there were any
     * @param bodies how many whole errors of the last days are kept, of how many; where there were too many, they are a sample
     * @param events the newest that are kept
     */
    record Details(List<Hour> hours, Bodies bodies, List<ErrorView> events, List<CommentView> comments) {}

    record Hour(Instant at, long count, Map<String, Long> levels) {

        static Hour of(long hour, List<HourCounts> counts) {
            Map<String, Long> levels = new TreeMap<>();
            counts.forEach(
                    count -> count.levels().forEach((level, number) -> levels.merge(level.text(), number, Long::sum)));
            return new Hour(
                    HourCounts.startOf(hour),
                    levels.values().stream().mapToLong(Long::longValue).sum(),
                    levels);
        }
    }

    record Bodies(long kept, long of) {}

    record CommentView(String id, String author, String text, Instant at) {

        static CommentView of(Comment comment) {
            return new CommentView(comment.id(), comment.author(), comment.text(), comment.at());
        }
    }

    static IssueView of(Issue issue) {
        return of(issue, null);
    }

    static IssueView of(Issue issue, @Nullable Details details) {
        return new IssueView(
                issue.id(),
                issue.service(),
                issue.heading().title(),
                issue.heading().culprit(),
                issue.totals().level(),
                issue.state().status(),
                issue.state().since(),
                issue.totals().count(),
                issue.totals().firstSeen(),
                issue.totals().lastSeen(),
                issue.state().assignee(),
                issue.keys().size(),
                issue.state().version(),
                details);
    }
}
