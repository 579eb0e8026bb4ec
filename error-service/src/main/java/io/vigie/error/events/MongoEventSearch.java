package io.vigie.error.events;

import static com.mongodb.client.model.Sorts.descending;

import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Projections;
import com.mongodb.reactivestreams.client.MongoCollection;
import io.vigie.error.storage.MongoStore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The collections {@code events} and those of days. A text goes to the server as a quoted literal, never as an expression. */
final class MongoEventSearch implements EventSearch {

    /** So many groups are enough to look for issues in. */
    private static final int MOST_GROUPS = 1_000;

    private final MongoStore store;
    private final MongoCollection<Document> events;
    private final List<MongoCollection<Document>> days;
    private final SearchSettings settings;

    MongoEventSearch(MongoStore store, SearchSettings settings) {
        this.store = store;
        this.events = store.collection("events");
        this.days =
                List.of(store.collection("sample_days"), store.collection("body_days"), store.collection("group_days"));
        this.settings = settings;
    }

    @Override
    public Flux<StoredEvent> newest(EventFilter filter, int skip, int take) {
        return bounded(filter)
                .flatMapMany(bounded -> store.find(
                        StoredEvent.class,
                        events.find(query(bounded))
                                .sort(descending("createdAt", "_id"))
                                .skip(skip)
                                .limit(take)));
    }

    @Override
    public Flux<StoredEvent> withId(String eventId, @Nullable String service, int most) {
        Bson query =
                service == null ? Filters.eq("eventId", eventId) : Filters.eq("_id", Occurrence.key(service, eventId));
        return store.find(StoredEvent.class, events.find(query).limit(most));
    }

    @Override
    public Flux<StoredEvent> ofGroups(Collection<String> keys, int most) {
        return store.find(
                StoredEvent.class,
                events.find(Filters.in("key", keys))
                        .sort(descending("createdAt", "_id"))
                        .limit(most));
    }

    @Override
    public Mono<Set<String>> groups(EventFilter filter) {
        return bounded(filter)
                .flatMapMany(bounded -> store.all(events.find(query(bounded)).projection(Projections.include("key"))))
                .map(document -> document.getString("key"))
                .distinct()
                .take(MOST_GROUPS)
                .collect(HashSet::new, Set::add);
    }

    private Mono<EventFilter> bounded(EventFilter filter) {
        return filter.text() == null
                ? Mono.just(filter)
                : searchedFrom(filter).map(filter::since).defaultIfEmpty(filter);
    }

    @Override
    public Mono<Instant> searchedFrom(EventFilter filter) {
        return store.one(events.find(query(filter.withoutText()))
                        .projection(Projections.include("createdAt"))
                        .sort(descending("createdAt", "_id"))
                        .skip(settings.events() - 1)
                        .limit(1))
                .map(document -> document.getDate("createdAt").toInstant());
    }

    @Override
    public Mono<Long> deleteOf(String service) {
        return store.one(events.deleteMany(Filters.eq("service", service))).map(result -> result.getDeletedCount());
    }

    @Override
    public Mono<Long> deleteBefore(Instant moment) {
        return Flux.fromIterable(days)
                .concatMap(day -> store.one(day.deleteMany(Filters.lt("day", SampleDay.day(moment)))))
                .then(store.one(events.deleteMany(Filters.lt("createdAt", Date.from(moment)))))
                .map(result -> result.getDeletedCount());
    }

    private static Bson query(EventFilter filter) {
        List<Bson> all = new ArrayList<>();
        if (!filter.services().isEmpty()) {
            all.add(Filters.in("service", filter.services()));
        }
        if (!filter.levels().isEmpty()) {
            all.add(Filters.in("level", filter.levels().stream().map(Enum::name).toList()));
        }
        if (filter.from() != null) {
            all.add(Filters.gte("createdAt", Date.from(filter.from())));
        }
        if (filter.to() != null) {
            all.add(Filters.lt("createdAt", Date.from(filter.to())));
        }
        if (filter.text() != null) {
            Pattern text = Pattern.compile(Pattern.quote(filter.text()), Pattern.CASE_INSENSITIVE);
            all.add(Filters.or(Filters.regex("message", text), Filters.regex("stack", text)));
        }
        return all.isEmpty() ? Filters.empty() : Filters.and(all);
    }
}
