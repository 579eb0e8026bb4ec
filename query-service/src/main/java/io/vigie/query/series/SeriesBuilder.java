package io.vigie.query.series;

import io.vigie.frames.FrameBuilder;
import io.vigie.frames.StoredFrame;
import io.vigie.frames.StoredFrame.ValueColumn;
import io.vigie.kit.problem.FieldError;
import io.vigie.kit.problem.ProblemException;
import io.vigie.query.series.SeriesData.Line;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Takes hour after hour: keeps raw values while there are few moments, then goes over to steps. By one thread. */
final class SeriesBuilder {

    /** Series times points of one answer. */
    static final int MAX_CELLS = 300_000;

    private final SeriesRequest request;
    private final FrameBuilder raw = new FrameBuilder();
    private @Nullable Steps steps;
    private int moments;

    SeriesBuilder(SeriesRequest request) {
        this.request = request;
    }

    /**
     * Takes the values of an hour, which is later than the ones before.
     *
     * @throws ProblemException where there are more series than the answer may have at so many points
     */
    void add(FrameBuilder hour) {
        moments += hour.moments();
        Steps current = steps;
        if (current == null && moments > request.maxPoints()) {
            current = Steps.of(request.from(), request.to(), request.maxPoints());
            steps = current;
            addTo(current, raw);
        }
        if (current == null) {
            hour.forEach(raw::put);
            check((long) raw.columns().size() * moments, raw.columns().size());
        } else {
            addTo(current, hour);
        }
    }

    private void addTo(Steps current, FrameBuilder values) {
        values.forEach(current::add);
        check(current.cells(), current.columns());
    }

    private void check(long cells, int series) {
        if (cells > MAX_CELLS) {
            throw new ProblemException(
                    "The answer is too large",
                    List.of(new FieldError(
                            "maxPoints",
                            "at most " + MAX_CELLS / series + " is allowed for " + series + " series, it is "
                                    + request.maxPoints())));
        }
    }

    SeriesData result() {
        return steps != null ? steps.result() : rawResult(raw.build());
    }

    private static SeriesData rawResult(StoredFrame frame) {
        List<Line> lines = frame.columns().stream()
                .sorted(Comparator.comparing(ValueColumn::column))
                .map(column -> new Line(column.column(), points(column, frame.times().length), null, null))
                .toList();
        return new SeriesData(frame.times(), lines, OptionalLong.empty(), false);
    }

    private static Points points(ValueColumn column, int size) {
        double[] values = new double[size];
        BitSet present = new BitSet(size);
        column.values().forEach((moment, value) -> {
            values[moment] = value;
            present.set(moment);
        });
        return new Points(values, present);
    }
}
