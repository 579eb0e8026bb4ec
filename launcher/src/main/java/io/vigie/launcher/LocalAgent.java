package io.vigie.launcher;

import io.vigie.agent.Agent;
import io.vigie.agent.AgentSettings;
import io.vigie.agent.InvalidSettingException;
import io.vigie.agent.buffer.DurableFile;
import io.vigie.gateway.enrolment.AgentEnrolment;
import io.vigie.proto.ApiKey;
import io.vigie.proto.SourceId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The agent for this machine: the real one, over the network through the door, with a key of its own. */
final class LocalAgent {
    private static final Duration INTERVAL = Duration.ofSeconds(10);
    private static final long CLAIM_SECONDS = 20;
    /** What the person who starts Vigie may tell the agent, as on a machine of its own. */
    private static final List<String> PASSED_ON = List.of("CLUB_NAME", "VIGIE_SERVICES", "VIGIE_APPLICATIONS");

    private LocalAgent() {}

    /**
     * Claims this machine for the agent's key and starts it.
     *
     * @throws StartFailure where this machine belongs to another key, or the gateway can't answer
     */
    static Agent start(Command.Up up, DataFolder data, AgentEnrolment enrolment) {
        Path directory = data.resolve("agent");
        try {
            Files.createDirectories(directory);
            SourceId source = SourceOfThisMachine.in(directory);
            ApiKey key = claim(source, directory.resolve("key"), enrolment);
            return Agent.start(AgentSettings.fromEnvironment(settings(up, directory, source, key)));
        } catch (InvalidSettingException e) {
            throw new StartFailure("This machine's agent does not start: " + e.getMessage(), e);
        } catch (IOException e) {
            throw new StartFailure("The agent's folder " + directory + " can't be written: " + e.getMessage(), e);
        }
    }

    private static ApiKey claim(SourceId source, Path file, AgentEnrolment enrolment) throws IOException {
        ApiKey key = Files.exists(file) ? stored(file) : make(file);
        return switch (outcome(source, key, enrolment)) {
            case AgentEnrolment.Outcome.Claimed claimed -> key;
            case AgentEnrolment.Outcome.PrefixTaken taken -> {
                Files.delete(file);
                yield claim(source, file, enrolment);
            }
            case AgentEnrolment.Outcome.ClaimedByAnother other ->
                throw new StartFailure(
                        "This machine (" + source + ") is reported with another key: release it in the dashboard,"
                                + " or start with --no-agent.");
        };
    }

    private static AgentEnrolment.Outcome outcome(SourceId source, ApiKey key, AgentEnrolment enrolment) {
        try {
            return enrolment.claim(source, key).toFuture().get(CLAIM_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new StartFailure("The gateway can't register this machine's agent: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StartFailure("Stopped while starting.", e);
        }
    }

    private static ApiKey stored(Path file) throws IOException {
        Optional<ApiKey> key = ApiKey.parse(Files.readString(file).strip());
        return key.orElseThrow(() -> new StartFailure(
                "The agent's key file " + file + " is damaged: delete it, and release this machine in the dashboard."));
    }

    private static ApiKey make(Path file) throws IOException {
        ApiKey key = ApiKey.generate(new SecureRandom());
        DurableFile.write(file, (key.reveal() + "\n").getBytes(StandardCharsets.US_ASCII), true);
        return key;
    }

    private static Map<String, String> settings(Command.Up up, Path directory, SourceId source, ApiKey key) {
        Map<String, String> settings = new HashMap<>();
        PASSED_ON.forEach(
                name -> Optional.ofNullable(System.getenv(name)).ifPresent(value -> settings.put(name, value)));
        settings.put("MONITORING_SERVER", server(up));
        settings.put("MONITORING_INTERVAL", Long.toString(INTERVAL.toMillis()));
        settings.put("SITE_ID", source.value());
        settings.put("VIGIE_KEY", key.reveal());
        settings.put("VIGIE_DATA_DIR", directory.resolve("state").toString());
        up.tls()
                .ifPresent(tls ->
                        settings.put("VIGIE_TRUST_FILE", tls.certificate().toString()));
        return settings;
    }

    private static String server(Command.Up up) {
        if (up.tls().isEmpty()) {
            return "http://" + up.authority();
        }
        String host = up.tls()
                .get()
                .nameOfThisMachine(up.host())
                .orElseThrow(() -> new StartFailure(
                        "The certificate is for no name of this machine, so its agent could not connect: give one that is also for "
                                + up.host() + ", or start with --no-agent."));
        return "https://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + up.port();
    }
}
