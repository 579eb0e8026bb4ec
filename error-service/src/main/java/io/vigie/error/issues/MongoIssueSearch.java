package io.vigie.error.issues;

import static com.mongodb.client.model.Sorts.ascending;
import static com.mongodb.client.model.Sorts.descending;

import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Projections;
import com.mongodb.reactivestreams.client.MongoCollection;
import io.vigie.error.storage.MongoStore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.regex.Pattern;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The collections {@code issues}, {@code comments}, {@code issue_hours} and {@code service_hours}. */
final class MongoIssueSearch implements IssueSearch {

    private static final Bson SHOWN = Filters.eq("state.deletedAt", null);

    private final MongoStore store;
    private final MongoCollection<Document> issues;
    private final MongoCollection<Document> comments;
    private final MongoCollection<Document> groupHours;
    private final MongoCollection<Document> serviceHours;

    MongoIssueSearch(MongoStore store) {
        this.store = store;
        this.issues = store.collection("issues");
        this.comments = store.collection("comments");
        this.groupHours = store.collection("issue_hours");
        this.serviceHours = store.collection("service_hours");
    }

    @Override
    public Flux<Issue> find(IssueFilter filter, IssuePage page) {
        String field = field(page.order());
        List<Bson> all = conditions(filter);
        if (page.after() != null) {
            all.add(after(field, page.after(), page.order()));
        }
        return store.find(
                Issue.class,
                issues.find(Filters.and(all)).sort(descending(field, "_id")).limit(page.size()));
    }

    @Override
    public Mono<Long> count(IssueFilter filter, int most) {
        return store.all(issues.find(Filters.and(conditions(filter)))
                        .projection(Projections.include("_id"))
                        .limit(most))
                .count();
    }

    private static String field(IssuePage.Order order) {
        return switch (order) {
            case LAST_SEEN -> "totals.lastSeen";
            case FIRST_SEEN -> "totals.firstSeen";
            case COUNT -> "totals.count";
        };
    }

    private static Bson after(String field, IssuePage.Position position, IssuePage.Order order) {
        Object value = order == IssuePage.Order.COUNT
                ? (Object) position.value()
                : Date.from(Instant.ofEpochMilli(position.value()));
        return Filters.or(
                Filters.lt(field, value), Filters.and(Filters.eq(field, value), Filters.lt("_id", position.id())));
    }

    private static List<Bson> conditions(IssueFilter filter) {
        List<Bson> all = new ArrayList<>();
        all.add(SHOWN);
        if (!filter.services().isEmpty()) {
            all.add(Filters.in("service", filter.services()));
        }
        if (!filter.levels().isEmpty()) {
            all.add(Filters.in("totals.level", names(filter.levels())));
        }
        if (!filter.statuses().isEmpty()) {
            all.add(Filters.in("state.status", names(filter.statuses())));
        }
        if (filter.from() != null) {
            all.add(Filters.gte("totals.lastSeen", Date.from(filter.from())));
        }
        if (filter.to() != null) {
            all.add(Filters.lt("totals.firstSeen", Date.from(filter.to())));
        }
        if (filter.text() != null) {
            Pattern text = Pattern.compile(Pattern.quote(filter.text()), Pattern.CASE_INSENSITIVE);
            all.add(Filters.or(
                    Filters.regex("heading.title", text),
                    Filters.regex("heading.culprit", text),
                    Filters.in("keys", filter.groups())));
        }
        return all;
    }

    private static List<String> names(Collection<? extends Enum<?>> values) {
        return values.stream().map(Enum::name).toList();
    }

    @Override
    public Flux<Issue> ofService(String service) {
        return store.find(Issue.class, issues.find(Filters.and(SHOWN, Filters.eq("service", service))));
    }

    @Override
    public Flux<Issue> unsent(Instant before, int most) {
        return store.find(
                Issue.class,
                issues.find(Filters.lt("unsentSince", Date.from(before))).limit(most));
    }

    @Override
    public Flux<Comment> comments(String issueId, int most) {
        return store.find(
                Comment.class,
                comments.find(Filters.eq("issueId", issueId))
                        .sort(ascending("at", "_id"))
                        .limit(most));
    }

    @Override
    public Flux<HourCounts> serviceHours(long from, long until, @Nullable String service, int most) {
        return hours(serviceHours, from, until, service, most);
    }

    @Override
    public Flux<HourCounts> groupHours(long from, long until, @Nullable String service, int most) {
        return hours(groupHours, from, until, service, most);
    }

    private Flux<HourCounts> hours(
            MongoCollection<Document> hours, long from, long until, @Nullable String service, int most) {
        return store.find(
                HourCounts.class,
                hours.find(ofService(service, Filters.gte("hour", from), Filters.lt("hour", until)))
                        .limit(most));
    }

    @Override
    public Mono<Long> deleteHours(long before, @Nullable String service) {
        Bson old = ofService(service, Filters.lt("hour", before));
        return store.one(groupHours.deleteMany(old))
                .then(store.one(serviceHours.deleteMany(old)))
                .map(result -> result.getDeletedCount());
    }

    private static Bson ofService(@Nullable String service, Bson... more) {
        List<Bson> all = new ArrayList<>(List.of(more));
        if (service != null) {
            all.add(Filters.eq("service", service));
        }
        return Filters.and(all);
    }
}
