package io.vigie.alert.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import io.vigie.alert.evaluation.SeriesState.Phase;
import io.vigie.alert.evaluation.ThresholdMachine.Outcome;
import io.vigie.alert.evaluation.ThresholdMachine.Step;
import io.vigie.alert.rule.Condition.Comparison;
import io.vigie.alert.rule.Condition.Threshold;
import io.vigie.alert.rule.Level;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ThresholdMachineTest {

    private static final long T = 1_732_176_000_000L;

    /** Seconds and values such as {@code 0:76 10:60}, and what each comes to: {@code -}, {@code FIRED}, {@code ENDED}. */
    @ParameterizedTest
    @CsvSource({
        // without durations
        "0, 0, 0:75, -",
        "0, 0, 0:76, FIRED",
        "0, 0, 0:76 5:80, FIRED -",
        "0, 0, 0:76 5:71 6:75, FIRED - -",
        "0, 0, 0:76 5:70, FIRED ENDED",
        "0, 0, 0:76 5:70 6:76, FIRED ENDED FIRED",
        "0, 0, 0:60 5:70, - -",
        "0, 0, 0:NaN 5:76 6:NaN 7:69, - FIRED - ENDED",
        // it must hold for 30 s
        "30, 0, 0:76 29:76, - -",
        "30, 0, 0:76 30:76, - FIRED",
        "30, 0, 0:76 20:75 40:76 69:76 70:76, - - - - FIRED",
        "30, 0, 0:76 300:76, - FIRED",
        // it must be over for 60 s
        "0, 60, 0:76 10:70, FIRED -",
        "0, 60, 0:76 10:70 69:60, FIRED - -",
        "0, 60, 0:76 10:70 70:60, FIRED - ENDED",
        "0, 60, 0:76 10:70 50:72 60:60 119:60 120:60, FIRED - - - - ENDED",
        "0, 60, 0:76 10:60 50:80 60:60 120:60, FIRED - - - ENDED",
        // times that go back count as no time at all
        "30, 0, 100:76 50:76 80:76, - - FIRED",
        "0, 60, 0:76 100:60 40:60 100:60, FIRED - - ENDED"
    })
    void stepsAsTheTableSays(long forSeconds, long clearSeconds, String samples, String outcomes) {
        Threshold threshold = new Threshold(
                "hw.temperature", List.of(), "", Comparison.ABOVE, 75, forSeconds, 70, clearSeconds, 1, 1);
        SeriesState state = SeriesState.fresh("rule", "pi|t{}", "temperature", "", Level.CRITICAL);
        List<String> came = new ArrayList<>();
        for (String sample : samples.split(" ")) {
            String[] parts = sample.split(":");
            Step step = ThresholdMachine.step(
                    state, threshold, T + Long.parseLong(parts[0]) * 1000, Double.parseDouble(parts[1]));
            state = step.after();
            came.add(step.outcome() == Outcome.NOTHING ? "-" : step.outcome().name());
        }
        assertThat(String.join(" ", came)).isEqualTo(outcomes);
    }

    @Test
    void whatFellBelowIsJudgedTheOtherWayRound() {
        Threshold space = new Threshold("free", List.of(), "", Comparison.BELOW, 2e9, 0, 2.5e9, 0, 1e-9, 1);
        SeriesState fresh = SeriesState.fresh("rule", "s", "disk", "", Level.WARNING);

        Step fired = ThresholdMachine.step(fresh, space, T, 1.9e9);
        Step lasts = ThresholdMachine.step(fired.after(), space, T + 1, 2.4e9);
        Step ended = ThresholdMachine.step(lasts.after(), space, T + 2, 2.5e9);

        assertThat(List.of(fired.outcome(), lasts.outcome(), ended.outcome()))
                .containsExactly(Outcome.FIRED, Outcome.NOTHING, Outcome.ENDED);
        assertThat(space.shown(1.85e9)).isEqualTo("1.9");
    }

    @Test
    void itBeganWhenTheConditionBeganAndEndedWhenThatEnded() {
        Threshold threshold = new Threshold("m", List.of(), "", Comparison.ABOVE, 75, 30, 70, 60, 1, 1);
        SeriesState state = SeriesState.fresh("rule", "s", "t", "", Level.WARNING);
        state = ThresholdMachine.step(state, threshold, T, 80).after();
        state = ThresholdMachine.step(state, threshold, T + 40_000, 80).after();
        assertThat(state.since()).isEqualTo(T);
        state = ThresholdMachine.step(state, threshold, T + 50_000, 60).after();
        state = ThresholdMachine.step(state, threshold, T + 150_000, 60).after();
        assertThat(state.phase()).isEqualTo(Phase.NORMAL);
        assertThat(state.clearSince()).isEqualTo(T + 50_000);
    }
}
