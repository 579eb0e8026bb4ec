package io.vigie.query.live;

import io.vigie.messaging.InvalidRecordException;
import io.vigie.query.records.MetricsRecord;
import io.vigie.query.records.MetricsRecordReader;
import io.vigie.query.records.MetricsRecordReader.Result;
import io.vigie.query.records.RawRecord;
import io.vigie.query.sources.SourceProfile;
import io.vigie.query.sources.StoredSource;
import io.vigie.query.storage.Origin;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What this instance knows of all sources right now: each one's profile, and its records until they are in documents. Reading is
 * for any number of threads; following is for one at a time.
 */
public final class LiveTail {

    private static final Logger LOG = LoggerFactory.getLogger(LiveTail.class);
    private static final int BYTES_PER_RECORD = 150;

    private final MetricsRecordReader reader;
    private final LiveSettings settings;
    private final ConcurrentNavigableMap<String, Source> sources = new ConcurrentSkipListMap<>();
    private final Map<Integer, Partition> partitions = new ConcurrentHashMap<>();
    private final List<Consumer<MetricsRecord>> listeners = new CopyOnWriteArrayList<>();
    private volatile String topicId = "";
    private volatile boolean caughtUp;
    private volatile boolean sourcesLoaded;
    private volatile long bytes;
    private boolean full;

    /** Keeps as much as the settings say. */
    public LiveTail(MetricsRecordReader reader, LiveSettings settings) {
        this.reader = reader;
        this.settings = settings;
    }

    private static final class Source {
        private final Deque<RawRecord> tail = new ArrayDeque<>();
        private volatile @Nullable SourceProfile profile;
        private int partition = -1;
    }

    private static final class Partition {
        private final Deque<RawRecord> tail = new ArrayDeque<>();
        private volatile long storedBefore;
        private volatile long droppedBefore;

        private boolean isMissingRecords() {
            return droppedBefore > storedBefore;
        }
    }

    /** Begins anew: a topic of this id is followed from the offsets that come. Profiles stay. */
    void restart(String newTopicId) {
        caughtUp = false;
        synchronized (partitions) {
            partitions.clear();
            sources.values().forEach(source -> {
                synchronized (source) {
                    source.tail.clear();
                }
            });
            bytes = 0;
        }
        topicId = newTopicId;
    }

    /** Everything has been read that was there at the start. */
    void caughtUp() {
        caughtUp = true;
    }

    /** Nobody follows for now: every answer is partial until it has caught up again. */
    void interrupted() {
        caughtUp = false;
    }

    /** Whether everything has been read that was there at the start, and what comes is being followed. */
    public boolean isCaughtUp() {
        return caughtUp;
    }

    /** Takes the next record of a partition. */
    void accept(RawRecord raw, MetricsRecord record) {
        Source source = sources.get(record.source());
        if (source == null) {
            if (sources.size() >= settings.maxSources()) {
                tellFull();
                return;
            }
            source = sources.computeIfAbsent(record.source(), id -> new Source());
        }
        synchronized (source) {
            SourceProfile before = source.profile;
            source.profile = before == null ? SourceProfile.first(record) : before.with(record);
            source.partition = record.partition();
            source.tail.add(raw);
        }
        synchronized (partitions) {
            partition(record.partition()).tail.add(raw);
            bytes += size(raw);
        }
        dropBeyondLimit();
        listeners.forEach(listener -> listener.accept(record));
    }

    private void tellFull() {
        if (!full) {
            full = true;
            LOG.warn(
                    "More than {} sources (vigie.query.live.max-sources): new ones are not shown",
                    settings.maxSources());
        }
    }

    private Partition partition(int number) {
        return partitions.computeIfAbsent(number, absent -> new Partition());
    }

    private static int size(RawRecord record) {
        return record.value().length + BYTES_PER_RECORD;
    }

    /** Every record of the partition below this offset is in its documents. */
    void stored(int number, long before) {
        synchronized (partitions) {
            Partition partition = partition(number);
            partition.storedBefore = Math.max(partition.storedBefore, before);
            // Until the stored profiles are there, they may still have to be brought up to date with these.
            while (sourcesLoaded
                    && !partition.tail.isEmpty()
                    && partition.tail.getFirst().offset() < partition.storedBefore) {
                removeFirst(partition);
            }
        }
    }

    private void dropBeyondLimit() {
        synchronized (partitions) {
            while (bytes > settings.maxTail().toBytes()) {
                Partition largest = Collections.max(
                        partitions.values(), (left, right) -> Integer.compare(left.tail.size(), right.tail.size()));
                largest.droppedBefore = removeFirst(largest).offset() + 1;
            }
        }
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // every caller holds the partitions
    private RawRecord removeFirst(Partition partition) {
        RawRecord record = partition.tail.removeFirst();
        bytes -= size(record);
        Source source = sources.get(record.source());
        if (source != null) {
            synchronized (source) {
                if (record.equals(source.tail.peekFirst())) {
                    source.tail.removeFirst();
                }
            }
        }
        return record;
    }

    /** What the store says of all sources, to which the tail's own records are added. */
    void loaded(Collection<StoredSource> stored) {
        for (StoredSource each : stored) {
            Source source = sources.computeIfAbsent(each.profile().id(), id -> new Source());
            synchronized (source) {
                SourceProfile profile = each.profile();
                for (RawRecord raw : source.tail) {
                    Origin origin = new Origin(topicId, raw.partition(), raw.offset());
                    Optional<MetricsRecord> record = each.from().includes(origin) ? Optional.empty() : reread(raw);
                    profile = record.map(profile::with).orElse(profile);
                }
                source.profile = profile;
                source.partition = each.from().partition();
            }
        }
        sourcesLoaded = true;
    }

    /** Whether the profiles are complete: the stored ones have been read. */
    public boolean isComplete() {
        return sourcesLoaded;
    }

    /** A record of a snapshot, read; empty where that is not possible (which was told when it came). */
    public Optional<MetricsRecord> reread(RawRecord raw) {
        try {
            return reader.read(raw) instanceof Result.Read(MetricsRecord record)
                    ? Optional.of(record)
                    : Optional.empty();
        } catch (InvalidRecordException e) {
            LOG.debug("A record of the tail can't be read", e);
            return Optional.empty();
        }
    }

    /** The tail of a source. To be taken before its documents are read. */
    public TailSnapshot snapshot(String id) {
        boolean partial = !caughtUp;
        Source source = sources.get(id);
        if (source == null) {
            return new TailSnapshot(topicId, List.of(), partial);
        }
        synchronized (source) {
            List<RawRecord> records = List.copyOf(source.tail);
            return new TailSnapshot(topicId, records, partial || isMissingRecords(source.partition));
        }
    }

    private boolean isMissingRecords(int number) {
        Partition partition = partitions.get(number);
        return partition != null && partition.isMissingRecords();
    }

    /** The profile of a source. */
    public Optional<SourceProfile> profile(String id) {
        Source source = sources.get(id);
        return source == null ? Optional.empty() : Optional.ofNullable(source.profile);
    }

    /** Every profile by id, from the first id behind the one given. */
    public Iterable<SourceProfile> profilesAfter(String id) {
        return () -> sources.tailMap(id, false).values().stream()
                .flatMap(source -> Optional.ofNullable(source.profile).stream())
                .iterator();
    }

    /** How many sources are known. */
    public int size() {
        return sources.size();
    }

    /** About how much memory the tail takes. */
    public long bytes() {
        return bytes;
    }

    /** Whether it will have to drop records before long, unless they are stored by now. */
    boolean isHalfFull() {
        return bytes > settings.maxTail().toBytes() / 2;
    }

    /** Calls the listener with each record from now on, from the thread that follows: it must not wait. */
    void listen(Consumer<MetricsRecord> listener) {
        listeners.add(listener);
    }
}
