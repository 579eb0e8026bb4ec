package io.vigie.query.series;

import io.vigie.frames.Column;
import io.vigie.frames.EncodedFrame;
import io.vigie.frames.FrameBuilder;
import io.vigie.frames.FrameCodec;
import io.vigie.frames.MalformedFrameException;
import io.vigie.kit.problem.ProblemCode;
import io.vigie.kit.problem.ProblemException;
import io.vigie.query.records.MetricsRecord;
import io.vigie.query.records.Samples;
import io.vigie.query.storage.HourKey;
import io.vigie.query.storage.Origin;
import io.vigie.query.storage.StoredHour;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What was asked for of one hour: first its stored parts in their order, then the tail's records beyond them. By one thread. */
final class HourSlice {

    private static final Logger LOG = LoggerFactory.getLogger(HourSlice.class);

    static final int MAX_VALUES = 1_000_000;

    private final SeriesRequest request;
    private final long hour;
    private final FrameBuilder values = new FrameBuilder();
    private final Map<Column, Origin> storedTo = new HashMap<>();
    private int counted;
    private boolean damaged;

    HourSlice(SeriesRequest request, long hour) {
        this.request = request;
        this.hour = hour;
    }

    /**
     * A stored part; parts come in their order.
     *
     * @throws ProblemException before anything is decoded that would be too much
     */
    void add(StoredHour part) {
        try {
            EncodedFrame frame = FrameCodec.open(part.frame());
            long[] times = frame.times();
            for (int i = 0; i < frame.size(); i++) {
                Column column = frame.column(i);
                if (request.names().contains(column.name())) {
                    count(frame.count(i));
                    storedTo.put(column, part.from());
                    frame.values(i).forEach((moment, value) -> put(column, times[moment], value));
                }
            }
        } catch (MalformedFrameException e) {
            damaged = true;
            LOG.warn("Frame {} is damaged and left out", part.key(), e);
        }
    }

    private void count(int more) {
        counted += more;
        if (counted > MAX_VALUES) {
            throw new ProblemException(
                    ProblemCode.RESOURCE_EXHAUSTED,
                    "An hour of these names has more than " + MAX_VALUES + " values: ask for fewer names");
        }
    }

    /** A record of the tail, in the order of offsets; what is stored of it already is left out. */
    void add(Origin origin, MetricsRecord record) {
        record.samplesIfAny().ifPresent(samples -> add(origin, samples));
    }

    private void add(Origin origin, Samples samples) {
        for (int i = 0; i < samples.usedColumns(); i++) {
            Column column = samples.columns().get(i);
            if (request.names().contains(column.name()) && !isStored(column, origin)) {
                samples.forEach(i, (moment, value) -> put(column, samples.time(moment), value));
            }
        }
    }

    private boolean isStored(Column column, Origin origin) {
        Origin stored = storedTo.get(column);
        return stored != null && stored.includes(origin);
    }

    private void put(Column column, long time, double value) {
        if (HourKey.hourOf(time) == hour && time >= request.from() && time < request.to()) {
            values.put(column, time, value);
        }
    }

    boolean isDamaged() {
        return damaged;
    }

    FrameBuilder values() {
        return values;
    }
}
