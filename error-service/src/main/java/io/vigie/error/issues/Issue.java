package io.vigie.error.issues;

import io.vigie.error.events.Heading;
import io.vigie.error.storage.Versioned;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * An issue: a set of groups, what is counted of them, and what people think of it. Its transitions are functions of what is
 * stored alone, so that whoever makes one again after a crash makes the same.
 *
 * @param id made of its first group's key, so that whoever makes it first makes the same
 * @param keys its groups
 * @param totals of all its groups, without what there was before it was deleted
 * @param announcements what is to be published yet
 * @param unsentSince since when there are announcements; null where there are none
 */
public record Issue(
        String id,
        long rev,
        String service,
        List<String> keys,
        Heading heading,
        Totals totals,
        IssueState state,
        List<Announcement> announcements,
        @Nullable Instant unsentSince)
        implements Versioned {

    /** Copies what may change. */
    public Issue {
        keys = List.copyOf(keys);
        announcements = List.copyOf(announcements);
    }

    /** The issue of a new group. */
    static Issue first(KeyTotals key) {
        Instant when = key.totals().firstSeen();
        IssueState state = new IssueState(IssueStatus.UNRESOLVED, when, 1, null, null, 0);
        return new Issue(
                        key.issueId(),
                        1,
                        key.service(),
                        List.of(key.id()),
                        key.heading(),
                        key.totals(),
                        state,
                        List.of(),
                        null)
                .announcing(Transition.CREATED, when, null);
    }

    /** The issue with what is now counted of all its groups; this one where nothing has changed. */
    Issue counted(Collection<KeyTotals> groups) {
        Set<String> all = new TreeSet<>(keys);
        groups.forEach(group -> all.add(group.id()));
        Totals sum = groups.stream().map(KeyTotals::totals).reduce(Totals::plus).orElse(totals);
        Instant deletedAt = state.deletedAt();
        if (deletedAt != null && sum.lastSeen().isAfter(deletedAt)) {
            return with(all, since(sum, sum.lastSeen()), state.revived(sum.lastSeen()))
                    .announcing(Transition.CREATED, sum.lastSeen(), null);
        }
        Totals now = since(sum, state.hiddenCount() == 0 ? sum.firstSeen() : totals.firstSeen());
        if (state.status() == IssueStatus.RESOLVED && sum.lastSeen().isAfter(state.since())) {
            return with(all, now, state.to(IssueStatus.REGRESSED, sum.lastSeen()))
                    .announcing(Transition.REGRESSED, sum.lastSeen(), null);
        }
        return now.equals(totals) && all.size() == keys.size() ? this : with(all, now, state);
    }

    private Totals since(Totals sum, Instant first) {
        return new Totals(sum.level(), sum.count() - state.hiddenCount(), first, sum.lastSeen());
    }

    private Issue with(Collection<String> itsKeys, Totals now, IssueState then) {
        return new Issue(id, rev + 1, service, List.copyOf(itsKeys), heading, now, then, announcements, unsentSince);
    }

    /** The issue with another status; this one where it has it already. */
    Issue set(IssueStatus status, Instant when, Actor actor) {
        if (state.status() == status) {
            return this;
        }
        Transition transition = switch (status) {
            case RESOLVED -> Transition.RESOLVED;
            case IGNORED -> Transition.IGNORED;
            case UNRESOLVED -> Transition.REOPENED;
            case REGRESSED -> throw new IllegalArgumentException("nobody sets regressed");
        };
        return with(keys, totals, state.to(status, when)).announcing(transition, when, actor);
    }

    /** The issue in somebody's hands, or in nobody's; this one where it is already. */
    Issue assign(@Nullable String username, Instant when, Actor actor) {
        return Objects.equals(state.assignee(), username)
                ? this
                : with(keys, totals, state.assignedTo(username)).announcing(Transition.ASSIGNED, when, actor);
    }

    /** The issue after somebody has said something about it. */
    Issue commented(Instant when, Actor actor) {
        return with(keys, totals, state.next()).announcing(Transition.COMMENTED, when, actor);
    }

    /** The issue as if it had never been, until it comes back; this one where it is already. */
    Issue delete(Instant when, Actor actor) {
        if (isDeleted()) {
            return this;
        }
        long hidden = totals.count() + state.hiddenCount();
        return with(keys, totals, state.deleted(when, hidden)).announcing(Transition.DELETED, when, actor);
    }

    /** The same as another revision: where two changes are one write. */
    Issue at(long otherRev) {
        return new Issue(id, otherRev, service, keys, heading, totals, state, announcements, unsentSince);
    }

    /** Whether it is not shown. */
    public boolean isDeleted() {
        return state.deletedAt() != null;
    }

    /** The issue one revision later without what has been published. */
    Issue announced(Set<String> published) {
        List<Announcement> left = announcements.stream()
                .filter(announcement -> !published.contains(announcement.id()))
                .toList();
        return new Issue(id, rev + 1, service, keys, heading, totals, state, left, left.isEmpty() ? null : unsentSince);
    }

    private Issue announcing(Transition transition, Instant when, @Nullable Actor actor) {
        List<Announcement> all = new ArrayList<>(announcements);
        all.addAll(IssueEvents.of(this, transition, when, actor));
        return new Issue(id, rev, service, keys, heading, totals, state, all, unsentSince == null ? when : unsentSince);
    }
}
