package io.vigie.agent.clock;

import static org.assertj.core.api.Assertions.assertThat;

import io.vigie.agent.probe.Pi;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LinuxClockTest {

    private static final InstantSource WALL = InstantSource.fixed(Instant.ofEpochMilli(1_732_176_000_000L));

    @TempDir
    Path root;

    private Pi pi;

    @BeforeEach
    void copyTheFixture() throws IOException {
        pi = new Pi(root);
    }

    @Test
    void readsTheKernelsBootAndTheTimeSinceThen() {
        Moment now = new LinuxClock(root, WALL).now();

        assertThat(now)
                .isEqualTo(new Moment(
                        UUID.fromString("3b0f8f5e-6a52-4b59-9a40-0c7d1a9b8e11"), 86_400_530, 1_732_176_000_000L, true));
        assertThat(now.wallOffset()).isEqualTo(1_732_176_000_000L - 86_400_530);
    }

    @Test
    void isNotSynchronisedBeforeATimeServerSetIt() throws IOException {
        pi.remove("run/systemd/timesync/synchronized");

        assertThat(new LinuxClock(root, WALL).now().synchronised()).isFalse();
    }

    @Test
    void withoutTheKernelsFilesAProcessIsABootOfItsOwn() throws IOException {
        pi.remove("proc/sys/kernel/random/boot_id");

        Moment one = new LinuxClock(root, WALL).now();
        Moment other = new LinuxClock(root, WALL).now();

        assertThat(one.boot()).isNotEqualTo(other.boot());
        assertThat(one.sinceBoot()).isBetween(0L, 60_000L);
    }
}
