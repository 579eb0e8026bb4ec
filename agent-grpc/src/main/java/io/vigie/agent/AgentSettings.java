package io.vigie.agent;

import io.vigie.agent.probe.Application;
import io.vigie.proto.ApiKey;
import io.vigie.proto.SourceId;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Everything that can be set.
 *
 * @param server where to send
 * @param key the agent's key; empty: the one that it enrolled itself with
 * @param fleetKey the key that it enrols itself with
 * @param source its id; empty: made of club (or host name) and MAC address
 * @param club label {@code club}
 * @param sampleInterval from one sample to the next, 1 s to 1 d
 * @param heartbeatInterval from one sign of life to the next, 1 s to 1 h
 * @param dataDirectory where the buffer and the enrolled key are kept
 * @param services systemd units to watch, as systemd writes them; {@code .service} may be missing
 * @param applications applications to check
 * @param trustFile certificates (PEM) that the server's certificate must come from; empty: the JDK's own
 * @param bufferSize most bytes of the disk buffer, 1 MiB to 64 GiB
 */
public record AgentSettings(
        ServerAddress server,
        Optional<ApiKey> key,
        Optional<ApiKey> fleetKey,
        Optional<SourceId> source,
        Optional<String> club,
        Duration sampleInterval,
        Duration heartbeatInterval,
        Path dataDirectory,
        List<String> services,
        List<Application> applications,
        Optional<Path> trustFile,
        long bufferSize) {

    private static final int MOST_WATCHED = 64;

    /** Copies the lists and checks that no more is watched than the agent can look at each 10 s. */
    public AgentSettings {
        services = List.copyOf(services);
        applications = List.copyOf(applications);
        if (services.size() > MOST_WATCHED) {
            throw new InvalidSettingException(SettingsReader.SERVICES, "at most " + MOST_WATCHED + " are allowed");
        }
        if (applications.size() > MOST_WATCHED) {
            throw new InvalidSettingException(SettingsReader.APPLICATIONS, "at most " + MOST_WATCHED + " are allowed");
        }
    }

    /**
     * Reads the settings of the README's table; names that it does not know are ignored.
     *
     * @throws InvalidSettingException for the first one that is missing or wrong
     */
    public static AgentSettings fromEnvironment(Map<String, String> environment) {
        return new SettingsReader(environment).read();
    }
}
