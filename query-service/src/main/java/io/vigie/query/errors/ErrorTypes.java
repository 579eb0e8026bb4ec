package io.vigie.query.errors;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.vigie.query.owner.PageInfo;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The types of the schema; issues, errors and what is below them are read from error-service's JSON as they are. */
final class ErrorTypes {

    private ErrorTypes() {}

    /** How bad an error is. */
    public enum ErrorLevel {
        DEBUG,
        INFO,
        WARNING,
        ERROR,
        CRITICAL,
        FATAL
    }

    /** What is thought of an issue. */
    public enum IssueStatus {
        UNRESOLVED,
        RESOLVED,
        IGNORED,
        REGRESSED
    }

    /** The order of issues. */
    public enum IssueSort {
        LAST_SEEN("lastSeen"),
        FIRST_SEEN("firstSeen"),
        COUNT("count");

        private final String word;

        IssueSort(String word) {
            this.word = word;
        }

        /** As error-service calls it. */
        String word() {
            return word;
        }
    }

    /** Which issues. */
    public record IssueFilter(
            @Nullable List<String> services,
            @Nullable List<ErrorLevel> levels,
            @Nullable List<IssueStatus> statuses,
            @Nullable Instant from,
            @Nullable Instant to,
            @Nullable String text) {

        /** All. */
        static final IssueFilter NONE = new IssueFilter(null, null, null, null, null, null);
    }

    /** A page of issues. */
    public record IssueConnection(List<Issue> nodes, long totalCount, PageInfo pageInfo) {}

    /** An issue; its details are fetched apart. */
    public record Issue(
            String id,
            String service,
            String title,
            @Nullable String culprit,
            ErrorLevel level,
            IssueStatus status,
            long count,
            Instant firstSeen,
            Instant lastSeen,
            @Nullable String assignee,
            @Nullable IssueDetails details) {

        /** Counts at most what GraphQL can say. */
        public Issue {
            count = Math.min(count, Integer.MAX_VALUE);
        }
    }

    /** What is known of an issue besides. */
    public record IssueDetails(
            List<HourCount> hours, Bodies bodies, List<ErrorEvent> events, List<IssueComment> comments) {

        /** Of an issue that was deleted meanwhile. */
        static final IssueDetails NONE = new IssueDetails(List.of(), new Bodies(0, 0), List.of(), List.of());
    }

    /** How many whole errors are kept of how many. */
    public record Bodies(long kept, long of) {}

    /** How many errors there were in an hour. */
    public record HourCount(@JsonProperty("at") Instant hour, long count) {

        /** Counts at most what GraphQL can say. */
        public HourCount {
            count = Math.min(count, Integer.MAX_VALUE);
        }
    }

    /** What somebody said. */
    public record IssueComment(String author, String text, Instant at) {}

    /** A reported error. */
    public record ErrorEvent(
            String id,
            @Nullable String issueId,
            String service,
            ErrorLevel level,
            String message,
            @Nullable String stack,
            @Nullable String path,
            @Nullable String method,
            @JsonProperty("metadata") @Nullable JsonNode sent,
            Instant createdAt) {

        /** As JSON. */
        public @Nullable String metadata() {
            return sent == null || sent.isNull() ? null : sent.toString();
        }

        ErrorEvent of(String issue) {
            return new ErrorEvent(id, issue, service, level, message, stack, path, method, sent, createdAt);
        }
    }

    /** Counts of a range. */
    public record ErrorStats(List<LevelHour> hours, List<ServiceErrors> services, long total) {

        /** Counts at most what GraphQL can say. */
        public ErrorStats {
            total = Math.min(total, Integer.MAX_VALUE);
        }
    }

    /** How many of a level in an hour. */
    public record LevelHour(Instant hour, ErrorLevel level, long count) {

        /** Counts at most what GraphQL can say. */
        public LevelHour {
            count = Math.min(count, Integer.MAX_VALUE);
        }
    }

    /** How many of a service. */
    public record ServiceErrors(String service, long count, long issues) {

        /** Counts at most what GraphQL can say. */
        public ServiceErrors {
            count = Math.min(count, Integer.MAX_VALUE);
        }
    }

    /** An error as it is told on the topic error-events. */
    public record ErrorOccurrence(
            String id,
            String issueId,
            String service,
            ErrorLevel level,
            String title,
            String message,
            @Nullable String culprit,
            @Nullable String path,
            @Nullable String method,
            Instant createdAt) {

        /** Refuses what is not whole. */
        public ErrorOccurrence {
            Stream.of(id, issueId, service, level, title, message, createdAt).forEach(Objects::requireNonNull);
        }
    }

    /** A part of the issues, as error-service answers. */
    record IssuePart(
            List<Issue> items,
            @Nullable String next,
            @Nullable Long total) {

        /** With the part that follows. */
        IssuePart and(IssuePart following) {
            List<Issue> all =
                    Stream.concat(items.stream(), following.items.stream()).toList();
            return new IssuePart(all, following.next, total);
        }
    }

    /** Issues, as error-service answers. */
    record Issues(List<Issue> items) {}

    /** Counts of at most 744 hours, as error-service answers. */
    record StatsPart(List<StatsHour> hours, List<ServiceErrors> services, long count) {}

    /** An hour of them. */
    record StatsHour(Instant at, Map<ErrorLevel, Long> levels) {}
}
