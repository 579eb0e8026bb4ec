package io.vigie.error.issues;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is thought of an issue.
 *
 * @param since when the status was set
 * @param version the number of the last transition
 * @param assignee a username
 * @param deletedAt when it was deleted; null where it is not
 * @param hiddenCount how many errors there were when it was deleted last
 */
public record IssueState(
        IssueStatus status,
        Instant since,
        long version,
        @Nullable String assignee,
        @Nullable Instant deletedAt,
        long hiddenCount) {

    IssueState to(IssueStatus other, Instant when) {
        return new IssueState(other, when, version + 1, assignee, deletedAt, hiddenCount);
    }

    IssueState assignedTo(@Nullable String username) {
        return new IssueState(status, since, version + 1, username, deletedAt, hiddenCount);
    }

    IssueState next() {
        return new IssueState(status, since, version + 1, assignee, deletedAt, hiddenCount);
    }

    IssueState deleted(Instant when, long count) {
        return new IssueState(status, since, version + 1, assignee, when, count);
    }

    /** New again, after it had been deleted. */
    IssueState revived(Instant when) {
        return new IssueState(IssueStatus.UNRESOLVED, when, version + 1, null, null, hiddenCount);
    }
}
