package io.vigie.alert.preview;

import io.vigie.alert.evaluation.SeriesState;
import io.vigie.alert.evaluation.ThresholdMachine;
import io.vigie.alert.evaluation.ThresholdMachine.Outcome;
import io.vigie.alert.evaluation.ThresholdMachine.Step;
import io.vigie.alert.preview.PastSeries.Answer;
import io.vigie.alert.preview.PastSeries.Series;
import io.vigie.alert.rule.Condition.Threshold;
import io.vigie.alert.rule.Rule;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a rule would have found: the same judgement that is made of samples as they come.
 *
 * @param stepMs the samples were too many: each step of this width was judged by its worst value; null where all were judged
 * @param partial samples of the range may be missing now
 */
record Preview(
        String source,
        List<Transition> transitions,
        boolean truncated,
        @Nullable Long stepMs,
        boolean partial) {

    private static final int MOST = 1000;

    /**
     * It begins or ends.
     *
     * @param object what it is about; empty: the source as a whole
     * @param value as it is shown
     */
    record Transition(Instant at, boolean firing, String object, String value) {}

    static Preview of(String source, Rule rule, Threshold threshold, Answer answer) {
        List<Transition> all = new ArrayList<>();
        for (Series series : answer.series()) {
            if (threshold.selects(series.labels())) {
                judge(rule, threshold, series, all);
            }
        }
        all.sort(Comparator.comparing(Transition::at));
        return new Preview(
                source,
                List.copyOf(all.subList(0, Math.min(MOST, all.size()))),
                all.size() > MOST,
                answer.stepMs(),
                answer.partial());
    }

    private static void judge(Rule rule, Threshold threshold, Series series, List<Transition> into) {
        String object = series.labels().getOrDefault(threshold.objectLabel(), "");
        SeriesState state = SeriesState.fresh(rule.id(), series.labels().toString(), rule.type(), object, rule.level());
        int moments = Math.min(series.times().length, series.values().length);
        for (int i = 0; i < moments; i++) {
            Step step = ThresholdMachine.step(state, threshold, series.times()[i], series.values()[i]);
            state = step.after();
            if (step.outcome() != Outcome.NOTHING) {
                boolean firing = step.outcome() == Outcome.FIRED;
                long at = firing ? state.since() : state.clearSince();
                into.add(new Transition(Instant.ofEpochMilli(at), firing, object, threshold.shown(series.values()[i])));
            }
        }
    }
}
