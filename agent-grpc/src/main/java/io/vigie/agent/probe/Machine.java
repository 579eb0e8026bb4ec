package io.vigie.agent.probe;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * All that can be read of this machine. A probe that fails leaves a gap, and one line in the log until it works again.
 *
 * <p>For one thread.
 */
public final class Machine {

    private static final System.Logger LOG = System.getLogger(Machine.class.getName());
    private static final Duration LIMIT = Duration.ofSeconds(3);

    private final List<Probe> others;
    private final List<Probe> watched;
    private final MachineFacts facts;
    private final NetworkInterfaces interfaces;
    private final Set<String> failing = new HashSet<>();

    /** The machine that this process runs on. */
    public static Machine thisOne(List<String> services, List<Application> applications) {
        return new Machine(
                Path.of("/"),
                services,
                applications,
                new SystemCommands(LIMIT),
                Space::byStatvfs,
                Machine::localAddress);
    }

    Machine(
            Path root,
            List<String> services,
            List<Application> applications,
            Commands commands,
            Space.Meter meter,
            MachineFacts.LocalAddress localAddress) {
        KernelFiles files = new KernelFiles(root);
        WifiProbe wifi = new WifiProbe(files);
        this.interfaces = new NetworkInterfaces(files);
        this.facts = new MachineFacts(files, interfaces, wifi, commands, localAddress);
        this.watched = List.of(
                new TemperatureProbe(files),
                new MemoryProbe(files),
                new FilesystemProbe(files, meter),
                new ServiceProbe(services, commands),
                new ApplicationProbe(files, applications, LIMIT));
        this.others = List.of(
                new CpuProbe(files),
                new LoadProbe(files),
                new DiskProbe(files),
                new NetworkProbe(files, interfaces),
                wifi,
                new UptimeProbe(files));
    }

    private static Optional<String> localAddress(String device) {
        try {
            NetworkInterface link = NetworkInterface.getByName(device);
            return link == null
                    ? Optional.empty()
                    : link.inetAddresses()
                            .filter(Inet4Address.class::isInstance)
                            .map(InetAddress::getHostAddress)
                            .findFirst();
        } catch (SocketException e) {
            return Optional.empty();
        }
    }

    /** Everything. */
    public Readings readAll() {
        Readings into = new Readings();
        read(others, into);
        read(watched, into);
        return into;
    }

    /** What thresholds look at: temperature, memory, file systems, services and applications. */
    public Readings readWatched() {
        Readings into = new Readings();
        read(watched, into);
        return into;
    }

    private void read(List<Probe> probes, Readings into) {
        for (Probe probe : probes) {
            try {
                probe.read(into);
                failing.remove(probe.name());
            } catch (IOException | RuntimeException e) {
                // What a driver prints is beyond us: whatever a probe can't read must not end the others.
                if (failing.add(probe.name())) {
                    LOG.log(Level.WARNING, "No values of probe " + probe.name() + ": " + e);
                }
            }
        }
    }

    /** Texts that describe the machine, under OpenTelemetry's names where it has them. */
    public Map<String, String> facts() {
        try {
            return facts.read(MachineFacts.architecture(System.getProperty("os.arch", "")));
        } catch (IOException e) {
            LOG.log(Level.WARNING, "The machine can't be described: " + e);
            return Map.of();
        }
    }

    /** The hardware address of the first real network interface, as {@code b8:27:eb:12:34:56}. */
    public Optional<String> mac() {
        try {
            return interfaces.mac();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** The name of this machine. */
    public Optional<String> hostName() {
        return facts.hostName();
    }
}
