package io.vigie.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RunningTest {
    private final List<String> closed = new ArrayList<>();
    private final Running running = new Running();

    @Test
    void stopsTheLatestFirstAndOnce() {
        running.add("servers", () -> closed.add("servers"));
        running.add("services", () -> closed.add("services"));

        running.close();
        running.close();

        assertThat(closed).containsExactly("services", "servers");
    }

    @Test
    void stopsTheOthersWhenOneFails() {
        running.add("servers", () -> closed.add("servers"));
        running.add("services", () -> {
            throw new IllegalStateException("does not want to");
        });

        running.close();

        assertThat(closed).containsExactly("servers");
    }

    @Test
    void closesAtOnceWhatWasStartedTooLate() {
        running.close();

        assertThatThrownBy(() -> running.add("late", () -> closed.add("late"))).isInstanceOf(StartFailure.class);
        assertThat(closed).containsExactly("late");
    }
}
