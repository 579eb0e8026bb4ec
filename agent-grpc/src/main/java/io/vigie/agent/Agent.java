package io.vigie.agent;

import io.vigie.agent.buffer.FrameBuffer;
import io.vigie.agent.clock.AgentClock;
import io.vigie.agent.clock.LinuxClock;
import io.vigie.agent.probe.Machine;
import io.vigie.agent.sampling.Sampler;
import io.vigie.agent.uplink.Credentials;
import io.vigie.agent.uplink.Endpoint;
import io.vigie.agent.uplink.EnrolledKey;
import io.vigie.agent.uplink.FirstSend;
import io.vigie.agent.uplink.GivenKey;
import io.vigie.agent.uplink.Timings;
import io.vigie.agent.uplink.Uplink;
import io.vigie.proto.SourceId;
import io.vigie.proto.agent.v1.Hello;
import io.vigie.proto.agent.v1.SourceKind;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * A running agent: samples this machine, keeps what is not acknowledged on disk, and sends it.
 *
 * <p>Two threads: one samples, one talks to the server; what the one waits for (a slow tool, a full disk) does not hold up
 * the other.
 */
public final class Agent implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(Agent.class.getName());
    private static final Duration FIRST_SAMPLE = Duration.ofSeconds(1);
    private static final Duration WATCH = Duration.ofSeconds(10);

    private final StateFolder state;
    private final FrameBuffer buffer;
    private final Uplink uplink;
    private final ScheduledExecutorService samplingThread;
    private final ScheduledExecutorService uplinkThread;
    private boolean closed;

    /**
     * Starts an agent whose announcements go to the log.
     *
     * @throws InvalidSettingException where it can't start as it is set up; the message is one line for people
     */
    public static Agent start(AgentSettings settings) {
        return start(settings, line -> LOG.log(Level.INFO, line));
    }

    /**
     * Starts an agent.
     *
     * @param announcements takes one line each: what the agent is, where it sends, whether the first send worked
     * @throws InvalidSettingException where it can't start as it is set up; the message is one line for people
     */
    public static Agent start(AgentSettings settings, Consumer<String> announcements) {
        return start(
                settings,
                announcements,
                failure -> LOG.log(Level.ERROR, "The agent stops: a fault of its own", failure));
    }

    /**
     * Starts an agent.
     *
     * @param onFault is told of a fault in the agent itself, after which it does not go on
     */
    static Agent start(AgentSettings settings, Consumer<String> announcements, Consumer<Throwable> onFault) {
        Machine machine = Machine.thisOne(settings.services(), settings.applications());
        SourceId source = Identity.of(settings, machine);
        TrustManager @Nullable [] trust =
                settings.trustFile().map(Tls::trusting).orElse(null);
        StateFolder state = StateFolder.open(settings.dataDirectory(), source);
        try {
            return new Agent(settings, source, machine, trust, state, announcements, onFault);
        } catch (IOException e) {
            closeQuietly(state);
            throw new InvalidSettingException(SettingsReader.DATA_DIR, settings.dataDirectory() + ": " + e);
        } catch (InvalidSettingException e) {
            closeQuietly(state);
            throw e;
        }
    }

    private Agent(
            AgentSettings settings,
            SourceId source,
            Machine machine,
            TrustManager @Nullable [] trust,
            StateFolder state,
            Consumer<String> announcements,
            Consumer<Throwable> onFault)
            throws IOException {
        this.state = state;
        AgentClock clock = new LinuxClock(Path.of("/"), InstantSource.system());
        Credentials credentials = credentials(settings, source, trust, state);
        this.buffer = FrameBuffer.open(state.buffer(), settings.bufferSize(), clock);
        this.samplingThread = AgentThread.named("vigie-agent-sampling", onFault);
        this.uplinkThread = AgentThread.named("vigie-agent-uplink", onFault);
        ServerAddress server = settings.server();
        this.uplink = new Uplink(
                new Endpoint(server.host(), server.port(), server.tls(), trust),
                credentials,
                () -> hello(settings, source, machine.facts(), buffer.epoch()),
                buffer,
                clock,
                Timings.withHeartbeat(settings.heartbeatInterval()),
                new FirstSend(announcements),
                uplinkThread);
        announce(settings, source, machine, credentials, announcements);
        Sampler sampler = new Sampler(machine, clock, buffer, state.columns(), uplink::wake);
        schedule(sampler, settings.sampleInterval());
        uplink.start();
    }

    private static Credentials credentials(
            AgentSettings settings, SourceId source, TrustManager @Nullable [] trust, StateFolder state)
            throws IOException {
        if (settings.key().isPresent()) {
            return new GivenKey(settings.key().get());
        }
        if (settings.fleetKey().isEmpty() && !EnrolledKey.exists(state.path())) {
            throw new InvalidSettingException(
                    SettingsReader.KEY,
                    "is missing: set it, or " + SettingsReader.FLEET_KEY + ", or put it into " + SettingsReader.SERVER
                            + " (https://host/k/avl_…)");
        }
        return EnrolledKey.of(
                state.path(),
                settings.server().httpUri(),
                Optional.ofNullable(trust).map(Tls::context),
                source,
                settings.fleetKey());
    }

    private static Hello hello(AgentSettings settings, SourceId source, Map<String, String> facts, long epoch) {
        Hello.Builder hello = Hello.newBuilder()
                .setSource(source.value())
                .setKind(SourceKind.SOURCE_KIND_DEVICE)
                .setEpoch(epoch)
                .putAllFacts(facts)
                .setAgentVersion(Version.PRESENT)
                .setHeartbeatIntervalMs(settings.heartbeatInterval().toMillis())
                .setSampleIntervalMs(settings.sampleInterval().toMillis());
        settings.club().ifPresent(club -> hello.putLabels("club", club));
        return hello.build();
    }

    private static void announce(
            AgentSettings settings,
            SourceId source,
            Machine machine,
            Credentials credentials,
            Consumer<String> announcements) {
        Map<String, String> facts = machine.facts();
        String model = facts.getOrDefault("device.model", facts.getOrDefault("host.cpu.model.name", "unknown model"));
        announcements.accept("Vigie agent " + Version.PRESENT + ": " + source
                + settings.club().map(club -> " (club " + club + ")").orElse("") + " on "
                + facts.getOrDefault("host.name", "this machine") + ", " + model + ", linux "
                + facts.getOrDefault("host.arch", ""));
        ServerAddress server = settings.server();
        String warning =
                server.tls() || server.isLoopback() ? "" : "; in plain text: anyone on the way can read the key";
        announcements.accept("Sends to " + server + " each "
                + settings.sampleInterval().toSeconds() + " s with its " + credentials.describe() + warning);
    }

    private void schedule(Sampler sampler, Duration interval) {
        samplingThread.scheduleAtFixedRate(
                sampler::sample, FIRST_SAMPLE.toMillis(), interval.toMillis(), TimeUnit.MILLISECONDS);
        samplingThread.scheduleAtFixedRate(
                sampler::watch, FIRST_SAMPLE.plus(WATCH).toMillis(), WATCH.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Stops within 3 s and keeps what was not acknowledged; a second call does nothing. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        // Not interrupted at once: that would close the file that it may be writing.
        samplingThread.shutdown();
        try {
            uplinkThread.execute(this::closeUplink);
        } catch (RejectedExecutionException e) {
            LOG.log(Level.DEBUG, "The uplink has ended by itself");
        }
        uplinkThread.shutdown();
        awaitEnd(uplinkThread, Duration.ofMillis(1500));
        awaitEnd(samplingThread, Duration.ofMillis(500));
        buffer.close();
        closeQuietly(state);
    }

    private void closeUplink() {
        try {
            uplink.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void awaitEnd(ExecutorService thread, Duration limit) {
        try {
            if (!thread.awaitTermination(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                thread.shutdownNow();
            }
        } catch (InterruptedException e) {
            thread.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }

    private static void closeQuietly(StateFolder state) {
        try {
            state.close();
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "The lock can't be closed", e);
        }
    }
}
