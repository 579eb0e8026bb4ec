package io.vigie.query.graphql;

import io.vigie.frames.Column;
import io.vigie.frames.ColumnKind;
import io.vigie.query.owner.PageInfo;
import io.vigie.query.records.Samples;
import io.vigie.query.series.Points;
import io.vigie.query.series.SeriesData;
import io.vigie.query.sources.SourceProfile;
import io.vigie.query.sources.SourceStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The types of the schema as they are answered. */
final class GraphQlTypes {

    private GraphQlTypes() {}

    /** Kind of a source. */
    public enum SourceKind {
        DEVICE,
        SERVICE;

        static SourceKind of(SourceProfile profile) {
            return profile.service() ? SERVICE : DEVICE;
        }
    }

    /** A name and its text. */
    public record Entry(String name, String value) {

        static List<Entry> of(Map<String, String> map) {
            return map.entrySet().stream()
                    .map(entry -> new Entry(entry.getKey(), entry.getValue()))
                    .toList();
        }
    }

    /** Which sources. */
    public record SourceFilter(
            @Nullable SourceKind kind,
            @Nullable List<SourceStatus> status,
            @Nullable String text) {}

    /** A page of sources. */
    public record SourceConnection(List<SourceNode> nodes, int totalCount, PageInfo pageInfo) {}

    /**
     * How many sources there are.
     *
     * @param onlineSources their ids
     */
    public record SourceCounts(int total, int offline, List<String> onlineSources) {

        /** How many give signs of life. */
        public int online() {
            return onlineSources.size();
        }
    }

    /** A source; latest and series are fetched apart. */
    public record SourceNode(SourceProfile profile, SourceStatus status) {

        /** As of a moment. */
        static SourceNode of(SourceProfile profile, Instant now) {
            return new SourceNode(profile, profile.status(now));
        }

        /** The id. */
        public String id() {
            return profile.id();
        }

        /** What it is. */
        public SourceKind kind() {
            return SourceKind.of(profile);
        }

        /** The label club. */
        public @Nullable String club() {
            return profile.club().orElse(null);
        }

        /** By name. */
        public List<Entry> labels() {
            return Entry.of(profile.said().labels());
        }

        /** By name. */
        public List<Entry> facts() {
            return Entry.of(profile.said().facts());
        }

        /** Absent where it did not say. */
        public @Nullable String agentVersion() {
            String version = profile.said().agentVersion();
            return version.isEmpty() ? null : version;
        }

        /** By the time of receipt. */
        public Instant firstSeen() {
            return profile.firstSeen();
        }

        /** By the time of receipt. */
        public Instant lastSeen() {
            return profile.lastSeen();
        }

        /** By the source's clock. */
        public @Nullable Instant lastSampleAt() {
            long at = profile.lastSampleAt();
            return at == SourceProfile.NO_SAMPLE ? null : Instant.ofEpochMilli(at);
        }
    }

    /** What a series measures. */
    public record Metric(
            String name, List<Entry> labels, @Nullable String unit, ColumnKind kind) {

        static Metric of(Column column) {
            return new Metric(
                    column.name(),
                    Entry.of(column.labels()),
                    column.unit().isEmpty() ? null : column.unit(),
                    column.kind());
        }
    }

    /** A metric's last value. */
    public record LatestValue(
            Metric metric, Instant at, @Nullable Double value) {}

    /** Series that share their moments. */
    public record SeriesSet(
            long[] times, List<Series> series, @Nullable Long stepMs, boolean partial) {

        static SeriesSet of(SeriesData data) {
            Long step = data.step().isPresent() ? data.step().getAsLong() : null;
            return new SeriesSet(
                    data.times(), data.lines().stream().map(Series::of).toList(), step, data.partial());
        }
    }

    /** One of them. */
    public record Series(
            Metric metric,
            NumberList values,
            @Nullable NumberList min,
            @Nullable NumberList max) {

        static Series of(SeriesData.Line line) {
            return new Series(
                    Metric.of(line.column()),
                    new NumberList(line.values()),
                    line.min() == null ? null : new NumberList(line.min()),
                    line.max() == null ? null : new NumberList(line.max()));
        }
    }

    /** Samples as they came. */
    public record SampleBatch(String source, long[] times, List<Series> series) {

        /** Of the names alone; of all where there are none. */
        static SampleBatch of(String source, Samples samples, Set<String> names) {
            long[] times = new long[samples.moments()];
            for (int moment = 0; moment < times.length; moment++) {
                times[moment] = samples.time(moment);
            }
            List<Series> series = new ArrayList<>();
            for (int column = 0; column < samples.usedColumns(); column++) {
                Column identity = samples.columns().get(column);
                if (names.isEmpty() || names.contains(identity.name())) {
                    Points points = points(samples, column);
                    if (!points.present().isEmpty()) {
                        series.add(new Series(Metric.of(identity), new NumberList(points), null, null));
                    }
                }
            }
            return new SampleBatch(source, times, series);
        }

        private static Points points(Samples samples, int column) {
            double[] values = new double[samples.moments()];
            BitSet present = new BitSet(values.length);
            samples.forEach(column, (moment, value) -> {
                values[moment] = value;
                present.set(moment);
            });
            return new Points(values, present);
        }
    }
}
