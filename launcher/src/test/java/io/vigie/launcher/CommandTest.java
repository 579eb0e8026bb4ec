package io.vigie.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CommandTest {
    @Test
    void upAloneIsLoopbackPlainAndReportsThisMachine() {
        Command.Up up = up("up");

        assertThat(up.data()).isEqualTo(Path.of("data").toAbsolutePath());
        assertThat(up.port()).isEqualTo(8080);
        assertThat(up.listen().isLoopbackAddress()).isTrue();
        assertThat(up.tls()).isEmpty();
        assertThat(up.agent()).isTrue();
        assertThat(up.resetAdminPassword()).isFalse();
        assertThat(up.isOpenAndPlain()).isFalse();
        assertThat(up.host()).isEqualTo("localhost");
    }

    @Test
    void everyOptionIsTaken() {
        Command.Up up = up(
                "up",
                "--data",
                "/srv/my vigie",
                "--port",
                "9000",
                "--listen",
                "0.0.0.0",
                "--tls-cert",
                "/c.pem",
                "--tls-key",
                "/k.pem",
                "--no-agent",
                "--reset-admin-password");

        assertThat(up.data()).isEqualTo(Path.of("/srv/my vigie"));
        assertThat(up.port()).isEqualTo(9000);
        assertThat(up.listen().isAnyLocalAddress()).isTrue();
        assertThat(up.tls()).isEqualTo(Optional.of(new TlsFiles(Path.of("/c.pem"), Path.of("/k.pem"))));
        assertThat(up.agent()).isFalse();
        assertThat(up.resetAdminPassword()).isTrue();
        assertThat(up.isOpenAndPlain()).isFalse();
        assertThat(up.host()).isEqualTo("localhost");
    }

    @Test
    void anAddressBeyondLoopbackWithoutTlsIsOpenAndPlain() {
        assertThat(up("up", "--listen", "0.0.0.0").isOpenAndPlain()).isTrue();
        assertThat(up("up", "--listen", "::1").isOpenAndPlain()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"help", "--help", "-h"})
    void helpIsHelp(String word) {
        assertThat(Command.parse(List.of(word))).isInstanceOf(Command.Help.class);
        assertThat(Command.parse(List.of())).isInstanceOf(Command.Help.class);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
                    down                     | 'down' is no command
                    up --prot 1              | '--prot' is no option of up
                    up data                  | 'data' is no option of up
                    up --port                | --port needs a value
                    up --port 0              | --port must be a number from 1 to 65535, it is '0'
                    up --port 65536          | --port must be a number from 1 to 65535, it is '65536'
                    up --port http           | --port must be a number from 1 to 65535, it is 'http'
                    up --port 1 --port 2     | --port is given twice
                    up --tls-cert c.pem      | --tls-cert and --tls-key belong together
                    up --tls-key k.pem       | --tls-cert and --tls-key belong together
                    up --listen 300.1.1.1    | --listen must be an address of this machine, it is '300.1.1.1'
                    """)
    void whatMakesNoSenseIsRefusedByName(String line, String reason) {
        assertThat(Command.parse(List.of(line.strip().split(" "))))
                .asInstanceOf(InstanceOfAssertFactories.type(Command.Invalid.class))
                .extracting(Command.Invalid::reason)
                .isEqualTo(reason);
    }

    private static Command.Up up(String... arguments) {
        return (Command.Up) Command.parse(List.of(arguments));
    }
}
