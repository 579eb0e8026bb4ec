package io.vigie.query.series;

import io.vigie.kit.problem.ProblemCode;
import io.vigie.kit.problem.ProblemException;
import io.vigie.query.live.LiveTail;
import io.vigie.query.live.TailSnapshot;
import io.vigie.query.records.MetricsRecord;
import io.vigie.query.records.RawRecord;
import io.vigie.query.records.Samples;
import io.vigie.query.storage.FrameStore;
import io.vigie.query.storage.HourKey;
import io.vigie.query.storage.Origin;
import io.vigie.query.storage.Retention;
import io.vigie.query.storage.StoreUnavailableException;
import io.vigie.query.storage.StoredHour;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * Reads series: takes the live tail's records first, then the stored hours, and merges them sample by sample, so that nothing
 * is missed or counted twice.
 */
public final class SeriesReader {

    private static final int HOURS_AT_ONCE = 24;
    private static final int READS_AT_ONCE = 4;
    private static final int READS_WAITING = 2_000;

    /** Of stored hours that a read holds at once; where there is more, it goes on with fewer hours. */
    private static final long MAX_BYTES = 16L << 20;

    private static final Duration AHEAD = Duration.ofHours(1);

    private final FrameStore frames;
    private final LiveTail tail;
    private final Retention retention;
    private final Clock clock;
    private final Scheduler scheduler;
    private final Duration timeout;
    private final Turnstile turnstile = new Turnstile(READS_AT_ONCE, READS_WAITING);

    SeriesReader(
            FrameStore frames,
            LiveTail tail,
            Retention retention,
            Clock clock,
            Scheduler scheduler,
            SeriesSettings settings) {
        this.frames = frames;
        this.tail = tail;
        this.retention = retention;
        this.clock = clock;
        this.scheduler = scheduler;
        this.timeout = settings.timeout();
    }

    /**
     * The series. Ends with {@link ProblemException}: {@code unavailable} where the store is not there and the tail has nothing
     * of the range, {@code invalid_argument} where the answer would be too large, {@code resource_exhausted},
     * {@code deadline_exceeded}.
     */
    public Mono<SeriesData> read(SeriesRequest request) {
        return turnstile
                .pass(Mono.defer(() -> new Read(request).run()).subscribeOn(scheduler))
                .timeout(timeout)
                .onErrorMap(
                        TimeoutException.class,
                        late -> new ProblemException(
                                ProblemCode.DEADLINE_EXCEEDED, "The series were not read within " + timeout));
    }

    /** One answer on its way; its steps come one after another. */
    private final class Read {
        private final SeriesRequest request;
        private final TailSnapshot snapshot;
        private final List<MetricsRecord> records = new ArrayList<>();
        private final SeriesBuilder series;
        private boolean partial;
        private boolean storeIsDown;

        Read(SeriesRequest request) {
            this.request = request;
            this.snapshot = tail.snapshot(request.source());
            this.series = new SeriesBuilder(request);
            this.partial = snapshot.partial();
            for (RawRecord raw : snapshot.records()) {
                tail.reread(raw).ifPresent(records::add);
            }
        }

        Mono<SeriesData> run() {
            return Flux.fromIterable(hours())
                    .buffer(HOURS_AT_ONCE)
                    .concatMap(this::load, 0)
                    .concatMap(loaded -> Mono.just(loaded).publishOn(scheduler).doOnNext(this::add), 0)
                    .then(Mono.fromSupplier(this::result));
        }

        /** From the first hour that is kept to a little ahead of now, and the tail's own, which may be neither. */
        private List<Long> hours() {
            long first = Math.max(HourKey.hourOf(request.from()), retention.firstHour(clock));
            long last = Math.min(
                    HourKey.hourOf(request.to() - 1),
                    HourKey.hourOf(clock.instant().plus(AHEAD).toEpochMilli()));
            return LongStream.rangeClosed(first, last).boxed().toList();
        }

        /** Some hours, one after another, with everything that is stored of them. */
        private record Loaded(List<Long> hours, List<StoredHour> parts) {}

        /** The hours at once, or in halves where they are too large together. */
        private Flux<Loaded> load(List<Long> hours) {
            if (storeIsDown) {
                return Flux.just(new Loaded(hours, List.of()));
            }
            List<HourKey> keys = hours.stream()
                    .map(hour -> new HourKey(request.source(), hour, 1))
                    .toList();
            AtomicLong bytes = new AtomicLong();
            return parts(keys, bytes)
                    .collectList()
                    .onErrorResume(StoreUnavailableException.class, down -> {
                        storeIsDown = true;
                        partial = true;
                        bytes.set(0);
                        return Mono.just(List.of());
                    })
                    .flatMapMany(
                            found -> bytes.get() <= MAX_BYTES ? Flux.just(new Loaded(hours, found)) : loadLess(hours));
        }

        private Flux<Loaded> loadLess(List<Long> hours) {
            int half = hours.size() / 2;
            if (half == 0) {
                throw new ProblemException(
                        ProblemCode.RESOURCE_EXHAUSTED,
                        "An hour of this source has more than " + (MAX_BYTES >> 20) + " MB");
            }
            return Flux.just(hours.subList(0, half), hours.subList(half, hours.size()))
                    .concatMap(this::load, 0);
        }

        /** Ends early where it is too much. */
        private Flux<StoredHour> parts(List<HourKey> keys, AtomicLong bytes) {
            return frames.find(keys)
                    .takeUntil(part -> bytes.addAndGet(part.frame().length) > MAX_BYTES)
                    .collectList()
                    .flatMapMany(found -> {
                        List<HourKey> next = found.stream()
                                .filter(StoredHour::hasNext)
                                .map(part -> part.key().next())
                                .toList();
                        Flux<StoredHour> these = Flux.fromIterable(found);
                        return next.isEmpty() || bytes.get() > MAX_BYTES ? these : these.concatWith(parts(next, bytes));
                    });
        }

        private void add(Loaded loaded) {
            List<StoredHour> inOrder = new ArrayList<>(loaded.parts());
            inOrder.sort(Comparator.comparingInt(part -> part.key().part()));
            Set<Long> live = hoursOfTail();
            for (long hour : loaded.hours()) {
                List<StoredHour> parts = inOrder.stream()
                        .filter(part -> part.key().hour() == hour)
                        .toList();
                if (!parts.isEmpty() || live.contains(hour)) {
                    add(hour, parts);
                }
            }
        }

        private void add(long hour, List<StoredHour> parts) {
            HourSlice slice = new HourSlice(request, hour);
            parts.forEach(slice::add);
            for (MetricsRecord record : records) {
                slice.add(new Origin(snapshot.topicId(), record.partition(), record.offset()), record);
            }
            partial |= slice.isDamaged();
            series.add(slice.values());
        }

        private Set<Long> hoursOfTail() {
            Set<Long> hours = new HashSet<>();
            for (MetricsRecord record : records) {
                record.samplesIfAny().ifPresent(samples -> addHours(samples, hours));
            }
            return hours;
        }

        private static void addHours(Samples samples, Set<Long> hours) {
            for (int moment = 0; moment < samples.moments(); moment++) {
                hours.add(HourKey.hourOf(samples.time(moment)));
            }
        }

        private SeriesData result() {
            SeriesData data = series.result();
            if (storeIsDown && data.lines().isEmpty()) {
                throw new ProblemException(ProblemCode.UNAVAILABLE, "The store of series is not available now");
            }
            return partial ? data.asPartial() : data;
        }
    }
}
