package io.vigie.query.series;

import io.vigie.frames.Column;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Series that share their moments.
 *
 * @param times milliseconds since the epoch, increasing: moments, or where steps begin; not to be changed
 * @param step the width of a step in milliseconds; empty where the values are raw
 * @param partial whether samples may be missing now
 */
public record SeriesData(long[] times, List<Line> lines, OptionalLong step, boolean partial) {

    /**
     * One series.
     *
     * @param values raw, or the mean of each step
     * @param min the least of each step, absent where raw, like {@code max}
     */
    public record Line(
            Column column,
            Points values,
            @Nullable Points min,
            @Nullable Points max) {}

    SeriesData asPartial() {
        return new SeriesData(times, lines, step, true);
    }
}
