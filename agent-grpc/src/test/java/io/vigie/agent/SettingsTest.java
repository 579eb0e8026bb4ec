package io.vigie.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vigie.agent.probe.Application;
import io.vigie.proto.ApiKey;
import io.vigie.proto.SourceId;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsTest {

    private static final String KEY = "avl_" + "0123456789".repeat(4);

    @TempDir
    Path folder;

    private static AgentSettings settings(String... namesAndValues) {
        Map<String, String> environment = new HashMap<>(Map.of("MONITORING_SERVER", "vigie.example:8080"));
        for (int i = 0; i < namesAndValues.length; i += 2) {
            environment.put(namesAndValues[i], namesAndValues[i + 1]);
        }
        return AgentSettings.fromEnvironment(environment);
    }

    @Test
    void aServerIsEnoughAndTheRestIsAsDocumented() {
        AgentSettings settings = settings();

        assertThat(settings.server()).hasToString("http://vigie.example:8080");
        assertThat(settings.sampleInterval()).isEqualTo(Duration.ofMinutes(5));
        assertThat(settings.heartbeatInterval()).isEqualTo(Duration.ofSeconds(30));
        assertThat(settings.bufferSize()).isEqualTo(256L << 20);
        assertThat(settings.source()).isEmpty();
        assertThat(settings.club()).isEmpty();
        assertThat(settings.key()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "localhost:8080, http://localhost:8080",
        "vigie.local, http://vigie.local:8080",
        "http://vigie.local, http://vigie.local:80",
        "https://vigie.example, https://vigie.example:443",
        "https://vigie.example:8443/, https://vigie.example:8443",
        "[::1]:8080, http://[::1]:8080"
    })
    void readsEachFormOfAddress(String text, String expected) {
        assertThat(settings("MONITORING_SERVER", text).server()).hasToString(expected);
    }

    @Test
    void takesTheKeyFromTheAddressUnlessOneIsSet() {
        String other = "avl_" + "z".repeat(40);

        assertThat(settings("MONITORING_SERVER", "https://vigie.example/k/" + KEY)
                        .key())
                .hasValueSatisfying(key -> assertThat(key.reveal()).isEqualTo(KEY));
        assertThat(settings("MONITORING_SERVER", "https://vigie.example/k/" + KEY, "VIGIE_KEY", other)
                        .key())
                .map(ApiKey::reveal)
                .hasValue(other);
    }

    @Test
    void neverShowsAKey() {
        AgentSettings settings =
                settings("MONITORING_SERVER", "https://vigie.example/k/" + KEY, "VIGIE_FLEET_KEY", KEY);

        assertThat(settings.toString()).doesNotContain(KEY).contains("avl_01234567…");
        assertThat(settings.server().toString()).doesNotContain("avl_");
        assertThatThrownBy(() -> settings("MONITORING_SERVER", "https://vigie.example/k/" + KEY + "x"))
                .hasMessage("MONITORING_SERVER: behind the host only /k/avl_… with a whole key may stand");
    }

    @Test
    void readsEverySetting() {
        AgentSettings settings = settings(
                "SITE_ID", "saint étienne-b827eb123456",
                "CLUB_NAME", "SAINT ÉTIENNE",
                "MONITORING_INTERVAL", "60000",
                "VIGIE_HEARTBEAT_INTERVAL", "10000",
                "VIGIE_DATA_DIR", "/srv/agent",
                "VIGIE_SERVICES", "nginx, hostapd ,getty@tty1.service",
                "VIGIE_APPLICATIONS", "webapp=http://localhost:3000/,server=process:node,admin=file:/opt/admin",
                "VIGIE_BUFFER_SIZE", "2 MiB");

        assertThat(settings.source()).hasValue(new SourceId("saint étienne-b827eb123456"));
        assertThat(settings.club()).hasValue("SAINT ÉTIENNE");
        assertThat(settings.sampleInterval()).isEqualTo(Duration.ofMinutes(1));
        assertThat(settings.heartbeatInterval()).isEqualTo(Duration.ofSeconds(10));
        assertThat(settings.dataDirectory()).isEqualTo(Path.of("/srv/agent"));
        assertThat(settings.services()).containsExactly("nginx", "hostapd", "getty@tty1.service");
        assertThat(settings.applications())
                .containsExactly(
                        new Application("webapp", new Application.Check.Http(URI.create("http://localhost:3000/"))),
                        new Application("server", new Application.Check.Running("node")),
                        new Application("admin", new Application.Check.File(Path.of("/opt/admin"))));
        assertThat(settings.bufferSize()).isEqualTo(2L << 20);
    }

    @Test
    void usesTheFolderThatSystemdMadeUnlessOneIsSet() {
        assertThat(settings("STATE_DIRECTORY", "/var/lib/vigie-agent").dataDirectory())
                .isEqualTo(Path.of("/var/lib/vigie-agent"));
        assertThat(settings("STATE_DIRECTORY", "/var/lib/vigie-agent", "VIGIE_DATA_DIR", "/srv")
                        .dataDirectory())
                .isEqualTo(Path.of("/srv"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "MONITORING_SERVER        | ''",
                "MONITORING_SERVER        | ftp://vigie.example",
                "MONITORING_SERVER        | https://",
                "MONITORING_SERVER        | vigie.example:99999",
                "MONITORING_SERVER        | vigie.example:0",
                "MONITORING_SERVER        | https://vigie.example/api",
                "SITE_ID                  | a/b",
                "MONITORING_INTERVAL      | 5m",
                "MONITORING_INTERVAL      | 999",
                "MONITORING_INTERVAL      | 99999999999999999999",
                "MONITORING_INTERVAL      | -5000",
                "VIGIE_HEARTBEAT_INTERVAL | 0",
                "VIGIE_KEY                | secret",
                "VIGIE_FLEET_KEY          | avl_short",
                "VIGIE_SERVICES           | --help",
                "VIGIE_SERVICES           | nginx;reboot",
                "VIGIE_APPLICATIONS       | webapp",
                "VIGIE_APPLICATIONS       | webapp=ftp://localhost",
                "VIGIE_APPLICATIONS       | webapp=http://",
                "VIGIE_APPLICATIONS       | webapp=file:relative",
                "VIGIE_TRUST_FILE         | /no/such/file",
                "VIGIE_BUFFER_SIZE        | 1KiB",
                "VIGIE_BUFFER_SIZE        | 999999999999GiB",
                "VIGIE_BUFFER_SIZE        | lots"
            })
    void refusesAWrongSettingByItsName(String name, String value) {
        assertThatThrownBy(() -> settings(name, value))
                .isInstanceOf(InvalidSettingException.class)
                .hasMessageStartingWith(name + ": ")
                .hasMessageNotContainingAny("\n", "Exception");
    }

    @Test
    void readsAFileAndLetsTheEnvironmentWin() throws Exception {
        Path file = folder.resolve("agent.properties");
        Files.writeString(file, "MONITORING_SERVER=one:1\nCLUB_NAME=ÉVRY\n", StandardCharsets.UTF_8);

        Map<String, String> merged =
                AgentMain.settings(new String[] {"--config", file.toString()}, Map.of("MONITORING_SERVER", "two:2"));

        assertThat(merged).containsEntry("MONITORING_SERVER", "two:2").containsEntry("CLUB_NAME", "ÉVRY");
    }

    @Test
    void refusesArgumentsThatItDoesNotKnow() {
        assertThatThrownBy(() -> AgentMain.settings(new String[] {"--verbose"}, Map.of()))
                .isInstanceOf(InvalidSettingException.class)
                .hasMessageStartingWith("--verbose: is not understood");
        assertThatThrownBy(() -> AgentMain.settings(new String[] {"--config", "/no/such"}, Map.of()))
                .isInstanceOf(InvalidSettingException.class)
                .hasMessageStartingWith("--config: /no/such can't be read");
    }
}
