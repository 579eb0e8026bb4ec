package io.vigie.error.events;

import io.vigie.error.storage.MongoDocuments;
import io.vigie.error.storage.MongoStore;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Set;
import java.util.stream.LongStream;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Marks in one collection for each four days, {@code event_marks_N}: old ones are dropped as a whole, which costs nothing, where
 * deleting a million documents would.
 */
public final class MongoMarkStore implements MarkStore {

    private static final long PERIOD_MILLIS = Duration.ofDays(4).toMillis();

    /** The two before this one make at least eight days; the next is for instances whose clocks are ahead. */
    private static final int PERIODS_BEFORE = 2;

    private static final int PERIODS_AHEAD = 1;

    private static final String PREFIX = "event_marks_";

    private final MongoStore store;
    private final InstantSource clock;

    /** Of this database. */
    public MongoMarkStore(MongoStore store, InstantSource clock) {
        this.store = store;
        this.clock = clock;
    }

    @Override
    public Flux<Mark> find(Collection<String> ids) {
        long now = period();
        return Flux.fromStream(LongStream.rangeClosed(now - PERIODS_BEFORE, now + PERIODS_AHEAD)
                        .boxed())
                .flatMap(period -> in(period).find(ids));
    }

    @Override
    public Mono<Set<String>> insert(Collection<Mark> marks) {
        return in(period()).insert(marks);
    }

    @Override
    public Mono<Void> deleteOld() {
        long first = period() - PERIODS_BEFORE;
        return store.collectionNames()
                .filter(name -> name.startsWith(PREFIX) && Long.parseLong(name.substring(PREFIX.length())) < first)
                .concatMap(name -> store.one(store.collection(name).drop()))
                .then();
    }

    private long period() {
        return Math.floorDiv(clock.millis(), PERIOD_MILLIS);
    }

    private MongoDocuments<Mark> in(long period) {
        return store.documents(Mark.class, PREFIX + period);
    }
}
