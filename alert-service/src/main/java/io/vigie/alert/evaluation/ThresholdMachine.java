package io.vigie.alert.evaluation;

import io.vigie.alert.evaluation.SeriesState.Phase;
import io.vigie.alert.rule.Condition.Threshold;

/**
 * What a sample does to a threshold rule's state. Durations are counted between samples, by their own times: a buffer that comes
 * late is judged as it would have been at its time.
 */
public final class ThresholdMachine {

    private ThresholdMachine() {}

    /** What a sample came to. */
    public enum Outcome {
        NOTHING,
        FIRED,
        ENDED
    }

    /** The state after a sample. */
    public record Step(SeriesState after, Outcome outcome) {}

    /**
     * One sample further. A value that is not a number says nothing.
     *
     * @param at milliseconds since the epoch
     */
    public static Step step(SeriesState state, Threshold threshold, long at, double value) {
        if (Double.isNaN(value)) {
            return new Step(state, Outcome.NOTHING);
        }
        boolean beyond = threshold.isBeyond(value);
        return switch (state.phase()) {
            case NORMAL -> beyond ? begin(state, threshold, at, at) : stay(state, Phase.NORMAL, at);
            case PENDING ->
                beyond ? begin(state, threshold, Math.min(state.since(), at), at) : stay(state, Phase.NORMAL, at);
            case FIRING, RECOVERING -> lasting(state, threshold, at, value);
        };
    }

    private static Step begin(SeriesState state, Threshold threshold, long since, long at) {
        boolean longEnough = at - since >= threshold.forSeconds() * 1000;
        return new Step(
                state.at(longEnough ? Phase.FIRING : Phase.PENDING, since, 0, at),
                longEnough ? Outcome.FIRED : Outcome.NOTHING);
    }

    private static Step lasting(SeriesState state, Threshold threshold, long at, double value) {
        if (threshold.isBeyond(value) || !threshold.isClear(value)) {
            return stay(state, Phase.FIRING, at);
        }
        long clearSince = state.phase() == Phase.RECOVERING ? Math.min(state.clearSince(), at) : at;
        return at - clearSince >= threshold.clearSeconds() * 1000
                ? new Step(state.at(Phase.NORMAL, state.since(), clearSince, at), Outcome.ENDED)
                : new Step(state.at(Phase.RECOVERING, state.since(), clearSince, at), Outcome.NOTHING);
    }

    private static Step stay(SeriesState state, Phase phase, long at) {
        return new Step(state.at(phase, state.since(), 0, at), Outcome.NOTHING);
    }
}
