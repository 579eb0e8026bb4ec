package io.vigie.error.issues;

import static java.util.stream.Collectors.groupingBy;

import io.vigie.error.events.Grouped;
import io.vigie.error.storage.Await;
import io.vigie.error.storage.Documents;
import io.vigie.error.storage.Folding;
import io.vigie.error.storage.MongoStore;
import io.vigie.error.storage.Origin;
import io.vigie.error.storage.Placed;
import io.vigie.error.storage.Versioned;
import io.vigie.messaging.UnavailableException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Counts errors and keeps their issues, for one partition. Counts are guarded by the place in Kafka; what an issue says is computed of
 * the counts of its groups, so it needs no guard of its own.
 */
public final class IssueKeeping {

    /** Not 12: the mapping takes 24 hex digits for an ObjectId. */
    private static final int ID_BYTES = 10;

    private static final int ROUNDS = 8;

    /** What is kept. */
    public record Kept(
            Documents<HourCounts> groupHours,
            Documents<HourCounts> serviceHours,
            Documents<KeyTotals> keys,
            Documents<Issue> issues) {

        /** Its collections in a database. */
        public static Kept in(MongoStore store) {
            return new Kept(
                    store.documents(HourCounts.class, "issue_hours"),
                    store.documents(HourCounts.class, "service_hours"),
                    store.documents(KeyTotals.class, "issue_keys"),
                    store.documents(Issue.class, "issues"));
        }
    }

    private final Kept kept;
    private final Await await;

    /** Waits so for these documents. */
    public IssueKeeping(Kept kept, Await await) {
        this.kept = kept;
        this.await = await;
    }

    /** Takes errors in, in the order of their offsets; returns the issue of each group. */
    public Map<String, Issue> count(List<Placed<Grouped>> errors) throws UnavailableException {
        countHours(kept.groupHours(), errors, Grouped::key);
        countHours(kept.serviceHours(), errors, error -> error.error().service());
        return issuesOf(countKeys(errors));
    }

    private void countHours(
            Documents<HourCounts> hours, List<Placed<Grouped>> errors, Function<Grouped, String> subject)
            throws UnavailableException {
        new Folding<>(hours, await)
                .fold(
                        errors.stream().collect(groupingBy(error -> hourId(subject, error.value()))),
                        (id, before, more, last) -> HourCounts.with(
                                before,
                                subject.apply(more.getFirst()),
                                more.getFirst().error().service(),
                                HourCounts.hourOf(more.getFirst().error().receivedAt()),
                                last,
                                more.stream()
                                        .map(error -> error.error().level())
                                        .toList()));
    }

    private static String hourId(Function<Grouped, String> subject, Grouped error) {
        return HourCounts.id(
                subject.apply(error), HourCounts.hourOf(error.error().receivedAt()));
    }

    private Collection<KeyTotals> countKeys(List<Placed<Grouped>> errors) throws UnavailableException {
        return new Folding<>(kept.keys(), await)
                .fold(
                        errors.stream()
                                .collect(groupingBy(error -> error.value().key())),
                        (id, before, more, last) -> counted(before, more, last))
                .values();
    }

    private static KeyTotals counted(@Nullable KeyTotals before, List<Grouped> errors, Origin last) {
        Totals totals = before == null ? null : before.totals();
        for (Grouped error : errors) {
            totals = Totals.with(totals, error.error());
        }
        Grouped first = errors.getFirst();
        return new KeyTotals(
                first.key(),
                before == null ? 1 : before.rev() + 1,
                last,
                first.error().service(),
                before == null ? issueId(first.key()) : before.issueId(),
                before == null ? first.heading() : before.heading(),
                Objects.requireNonNull(totals));
    }

    /** The id of the issue that a group begins. */
    static String issueId(String key) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, ID_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JVM has SHA-256", e);
        }
    }

    private Map<String, Issue> issuesOf(Collection<KeyTotals> touched) throws UnavailableException {
        Map<String, List<KeyTotals>> open = new HashMap<>(touched.stream().collect(groupingBy(KeyTotals::issueId)));
        Map<String, Issue> byKey = new HashMap<>();
        for (int round = 0; round < ROUNDS && !open.isEmpty(); round++) {
            for (Issue issue : written(open)) {
                open.getOrDefault(issue.id(), List.of()).forEach(key -> byKey.put(key.id(), issue));
                open.remove(issue.id());
            }
        }
        if (!open.isEmpty()) {
            throw new UnavailableException(
                    "somebody else keeps writing the same issues",
                    new IllegalStateException(open.size() + " issues after " + ROUNDS + " rounds"));
        }
        return byKey;
    }

    /** First the issues are read, then the counts of their groups: who has older counts has an older issue, too, and is refused. */
    private List<Issue> written(Map<String, List<KeyTotals>> open) throws UnavailableException {
        Map<String, Issue> stored =
                await.await(kept.issues().find(open.keySet()).collectMap(Versioned::id, issue -> issue));
        Map<String, KeyTotals> groups = groupsOf(stored.values(), open.values());
        List<Issue> same = new ArrayList<>();
        List<Issue> next = new ArrayList<>();
        open.forEach((id, keys) -> {
            Issue before = stored.get(id);
            Set<String> all = new HashSet<>(before == null ? List.of() : before.keys());
            keys.forEach(key -> all.add(key.id()));
            List<KeyTotals> current =
                    all.stream().map(groups::get).filter(Objects::nonNull).toList();
            Issue after = before == null ? Issue.first(current.getFirst()) : before.counted(current);
            (before != null && after.rev() == before.rev() ? same : next).add(after);
        });
        Set<String> refused = await.await(kept.issues().replace(next));
        next.removeIf(issue -> refused.contains(issue.id()));
        next.addAll(same);
        return next;
    }

    private Map<String, KeyTotals> groupsOf(Collection<Issue> issues, Collection<List<KeyTotals>> touched)
            throws UnavailableException {
        Set<String> ids = new HashSet<>();
        issues.forEach(issue -> ids.addAll(issue.keys()));
        touched.forEach(keys -> keys.forEach(key -> ids.add(key.id())));
        return await.await(kept.keys().find(ids).collectMap(Versioned::id, key -> key));
    }

    /** What was published is not announced any more. Where somebody else writes the issue meanwhile, it is announced once more. */
    public void announced(Collection<Issue> issues, Set<String> published) throws UnavailableException {
        List<Issue> done = issues.stream()
                .distinct()
                .filter(issue -> !issue.announcements().isEmpty())
                .map(issue -> issue.announced(published))
                .toList();
        if (!done.isEmpty()) {
            await.await(kept.issues().replace(done));
        }
    }
}
