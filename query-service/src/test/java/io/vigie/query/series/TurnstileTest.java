package io.vigie.query.series;

import static org.assertj.core.api.Assertions.assertThat;

import io.vigie.kit.problem.ProblemException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Sinks;

class TurnstileTest {

    private final Turnstile turnstile = new Turnstile(1, 2);
    private final List<String> seen = new ArrayList<>();

    private Disposable pass(String name, Sinks.One<String> work) {
        return turnstile
                .pass(work.asMono().doOnSubscribe(begun -> seen.add(name + " begins")))
                .subscribe(seen::add, failure -> seen.add(name + " " + (failure instanceof ProblemException)));
    }

    @Test
    void oneAfterAnotherInTheirOrderAndTheRestIsRefused() {
        Sinks.One<String> first = Sinks.one();
        Sinks.One<String> second = Sinks.one();
        pass("1", first);
        pass("2", second);
        pass("3", Sinks.one());
        pass("4", Sinks.one());
        assertThat(seen).containsExactly("1 begins", "4 true");
        first.tryEmitValue("1 done");
        assertThat(seen).containsExactly("1 begins", "4 true", "1 done", "2 begins");
        second.tryEmitError(new IllegalStateException());
        assertThat(seen).endsWith("2 false", "3 begins");
    }

    @Test
    void whoGoesAwayLeavesNoPlaceTaken() {
        Disposable running = pass("1", Sinks.one());
        Disposable waiting = pass("2", Sinks.one());
        pass("3", Sinks.one());
        waiting.dispose();
        running.dispose();
        assertThat(seen).containsExactly("1 begins", "3 begins");
    }
}
