package io.vigie.query.fleet;

import io.vigie.query.series.SeriesData;
import io.vigie.query.series.SeriesData.Line;
import io.vigie.query.series.SeriesReader;
import io.vigie.query.series.SeriesRequest;
import io.vigie.query.storage.Retention;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import reactor.core.publisher.Mono;
import tools.jackson.databind.node.ObjectNode;

/** A device's last bodies, rebuilt from its stored series: reads backwards from now, in ranges that grow until there are enough. */
final class SiteHistory {

    private static final int MOST_MOMENTS = 10_000;
    private static final Duration FIRST_RANGE = Duration.ofHours(1);
    private static final Duration SHORTEST_RANGE = Duration.ofMinutes(1);
    private static final Duration AHEAD = Duration.ofHours(1);

    private final SeriesReader series;
    private final Retention retention;
    private final Clock clock;

    SiteHistory(SeriesReader series, Retention retention, Clock clock) {
        this.series = series;
        this.retention = retention;
        this.clock = clock;
    }

    /** The last bodies, oldest first, at most {@code limit}. Errors as in {@link SeriesReader#read}. */
    Mono<List<ObjectNode>> last(String site, int limit, SiteBody shape) {
        long to = clock.instant().plus(AHEAD).toEpochMilli();
        long earliest = clock.instant().minus(retention.retention()).toEpochMilli();
        return new Walk(site, limit, shape, earliest).from(to, FIRST_RANGE.plus(AHEAD));
    }

    /** One answer on its way; its steps come one after another. */
    private final class Walk {
        private final String site;
        private final int limit;
        private final SiteBody shape;
        private final long earliest;
        private final Deque<ObjectNode> found = new ArrayDeque<>();

        Walk(String site, int limit, SiteBody shape, long earliest) {
            this.site = site;
            this.limit = limit;
            this.shape = shape;
            this.earliest = earliest;
        }

        Mono<List<ObjectNode>> from(long to, Duration range) {
            long begin = Math.max(earliest, to - range.toMillis());
            if (found.size() >= limit || begin >= to) {
                return Mono.just(new ArrayList<>(found));
            }
            SeriesRequest request = new SeriesRequest(site, SiteValues.METRICS, begin, to, MOST_MOMENTS);
            return series.read(request).flatMap(data -> next(data, begin, to, range));
        }

        private Mono<List<ObjectNode>> next(SeriesData data, long begin, long to, Duration range) {
            boolean tooMany = data.step().isPresent();
            if (tooMany && range.compareTo(SHORTEST_RANGE) > 0) {
                return from(to, range.dividedBy(4));
            }
            take(data);
            // Never more moments than one answer may have, however dense the series gets.
            boolean sparse = data.times().length * 4 < MOST_MOMENTS;
            return from(begin, sparse ? range.multipliedBy(2) : range);
        }

        private void take(SeriesData data) {
            for (int moment = data.times().length - 1; moment >= 0 && found.size() < limit; moment--) {
                SiteValues values = new SiteValues();
                boolean any = false;
                for (Line line : data.lines()) {
                    if (line.values().present().get(moment)) {
                        values.put(line.column(), line.values().values()[moment]);
                        any = true;
                    }
                }
                if (any) {
                    found.addFirst(shape.at(data.times()[moment], values));
                }
            }
        }
    }
}
