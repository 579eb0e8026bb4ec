package io.vigie.alert.preview;

import io.vigie.alert.rule.Condition.Threshold;
import java.time.Instant;
import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** Asks for stored series. */
interface PastSeries {

    /** What is asked for, in the name of who asks. */
    record Question(String source, Threshold threshold, Instant from, Instant to, String identityToken) {}

    /**
     * One series.
     *
     * @param values by moment; of a step the worst of it
     */
    record Series(SortedMap<String, String> labels, long[] times, double[] values) {}

    /**
     * What there is.
     *
     * @param stepMs width of a step; null where the values are raw
     * @param partial samples may be missing now
     */
    record Answer(List<Series> series, @Nullable Long stepMs, boolean partial) {}

    /**
     * The series of a source that the asker may see; empty where there is no such source.
     *
     * @return may fail with a {@link io.vigie.kit.problem.ProblemException} that names the query-service
     */
    Mono<Answer> ask(Question question);
}
