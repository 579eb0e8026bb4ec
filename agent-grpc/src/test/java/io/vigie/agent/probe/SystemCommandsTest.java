package io.vigie.agent.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class SystemCommandsTest {

    private final SystemCommands commands = new SystemCommands(Duration.ofSeconds(20));

    @Test
    void givesWhatAProgramPrintsAndUsesNoShell() throws IOException {
        assertThat(commands.run(List.of("echo", "$HOME;", "*"))).isEqualTo("$HOME; *\n");
    }

    @Test
    void aProgramThatIsMissingOrFailsIsAnError() {
        assertThatThrownBy(() -> commands.run(List.of("no-such-program"))).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> commands.run(List.of("false"))).hasMessage("false ended with 1");
    }

    @Test
    void aProgramThatDoesNotEndIsStopped() {
        SystemCommands impatient = new SystemCommands(Duration.ofSeconds(1));

        assertThatThrownBy(() -> impatient.run(List.of("sleep", "600"))).hasMessage("sleep did not end within 1 s");
    }
}
