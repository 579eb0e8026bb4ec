package io.vigie.query.writer;

import io.vigie.frames.Column;
import io.vigie.frames.EncodedFrame;
import io.vigie.frames.FrameBuilder;
import io.vigie.frames.FrameCodec;
import io.vigie.frames.MalformedFrameException;
import io.vigie.query.records.MetricsRecord;
import io.vigie.query.records.Samples;
import io.vigie.query.storage.HourKey;
import io.vigie.query.storage.Origin;
import io.vigie.query.storage.StoredHour;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts records into the parts of an hour.
 *
 * <p>A column stays in the last part that has it until that part is full; a new one goes to the last part, or to a new part
 * where that has {@link #MAX_COLUMNS} columns or too many values. A part's origin is the last record of which something went
 * into it, so whether a record is in it already can be told column by column.
 */
final class HourMerge {

    static final int MAX_COLUMNS = 500;

    /** What does not compress at all must still fit in a document of 16 MB: 10 MB of values, 2.5 MB of gaps. */
    static final int MAX_VALUES = 1_250_000;

    static final int MAX_MOMENTS = 40_000;

    private static final Logger LOG = LoggerFactory.getLogger(HourMerge.class);

    private final HourKey first;
    private final Origin partition;
    private final List<Part> parts = new ArrayList<>();
    private final Map<Column, Part> lanes = new HashMap<>();

    HourMerge(HourKey first, List<StoredHour> stored, Origin partition) {
        this.first = first;
        this.partition = partition;
        for (StoredHour hour : stored) {
            Part part = open(hour);
            parts.add(part);
            part.frame.columns().forEach(column -> lanes.put(column, part));
        }
    }

    private static final class Part {
        private final HourKey key;
        private final @Nullable StoredHour stored;
        private final FrameBuilder frame;
        private Origin from;
        private boolean full;
        private boolean changed;
        private boolean damaged;
        private int values;
        private int moments;

        private Part(HourKey key, @Nullable StoredHour stored, FrameBuilder frame, Origin from) {
            this.key = key;
            this.stored = stored;
            this.frame = frame;
            this.from = from;
            this.values = frame.values();
            this.moments = frame.moments();
        }

        /** Whether so much more fits; counts a moment that is there already as one more until that matters. */
        private boolean hasRoom(int moreMoments, int moreValues) {
            if (values + moreValues > MAX_VALUES || moments + moreMoments > MAX_MOMENTS) {
                values = frame.values();
                moments = frame.moments();
            }
            return values == 0 || values + moreValues <= MAX_VALUES && moments + moreMoments <= MAX_MOMENTS;
        }
    }

    /** A damaged part keeps its bytes, and what comes goes to the next one. */
    private static Part open(StoredHour hour) {
        try {
            EncodedFrame frame = FrameCodec.open(hour.frame());
            return new Part(hour.key(), hour, FrameBuilder.of(frame), hour.from());
        } catch (MalformedFrameException e) {
            LOG.warn("Frame {} is damaged; it is kept as it is", hour.key(), e);
            Part part = new Part(hour.key(), hour, new FrameBuilder(), hour.from());
            part.damaged = true;
            part.full = true;
            return part;
        }
    }

    /** Puts in what the record has for this hour, where it is not in already. */
    void add(MetricsRecord record) {
        record.samplesIfAny().ifPresent(samples -> add(partition.at(record.offset()), samples));
    }

    private void add(Origin record, Samples samples) {
        int moments = momentsIn(samples);
        int values = moments * samples.usedColumns();
        for (Part part : parts) {
            // Not where the part holds the record already: a full one takes nothing more, also not again.
            if (!part.full && !part.from.includes(record) && !part.hasRoom(moments, values)) {
                part.full = true;
            }
        }
        for (int column = 0; column < samples.usedColumns(); column++) {
            add(record, samples, column, moments);
        }
    }

    private void add(Origin record, Samples samples, int index, int moments) {
        Column column = samples.columns().get(index);
        Part lane = lanes.get(column);
        if (lane != null && lane.stored != null && lane.stored.from().includes(record)) {
            return;
        }
        samples.forEach(index, (moment, value) -> {
            if (HourKey.hourOf(samples.time(moment)) == first.hour()) {
                Part part = partFor(column, record);
                part.frame.put(column, samples.time(moment), value);
                part.values++;
                if (!part.from.equals(record) || !part.changed) {
                    part.from = record;
                    part.changed = true;
                    part.moments += moments;
                }
            }
        });
    }

    private Part partFor(Column column, Origin record) {
        Part lane = lanes.get(column);
        if (lane != null && !lane.full) {
            return lane;
        }
        Part last = parts.isEmpty() ? null : parts.getLast();
        if (last == null || last.full || last.frame.columns().size() >= MAX_COLUMNS) {
            HourKey key = last == null ? first : last.key.next();
            last = new Part(key, null, new FrameBuilder(), record);
            parts.add(last);
        }
        lanes.put(column, last);
        return last;
    }

    private int momentsIn(Samples samples) {
        int count = 0;
        for (int moment = 0; moment < samples.moments(); moment++) {
            if (HourKey.hourOf(samples.time(moment)) == first.hour()) {
                count++;
            }
        }
        return count;
    }

    /** The hour as it is to be written; null where nothing changes. */
    @Nullable
    Hour result() {
        List<StoredHour> all = new ArrayList<>();
        List<StoredHour> changed = new ArrayList<>();
        for (int i = 0; i < parts.size(); i++) {
            Part part = parts.get(i);
            StoredHour stored = part.stored;
            boolean hasNext = i < parts.size() - 1 || stored != null && stored.hasNext();
            if (stored != null && !part.changed && stored.hasNext() == hasNext) {
                all.add(stored);
                continue;
            }
            StoredHour next = new StoredHour(
                    part.key, stored == null ? 1 : stored.rev() + 1, part.from, bytesOf(part, stored), hasNext);
            all.add(next);
            changed.add(next);
        }
        return changed.isEmpty() ? null : new Hour(all, changed);
    }

    private static byte[] bytesOf(Part part, @Nullable StoredHour stored) {
        return stored != null && (part.damaged || !part.changed)
                ? stored.frame()
                : FrameCodec.encode(part.frame.build());
    }
}
