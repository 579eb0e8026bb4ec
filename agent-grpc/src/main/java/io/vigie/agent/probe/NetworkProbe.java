package io.vigie.agent.probe;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;

/** Bytes and errors of each real network interface. */
final class NetworkProbe implements Probe {

    private static final String IO = "system.network.io";
    private static final String ERRORS = "system.network.errors";

    private final KernelFiles files;
    private final NetworkInterfaces interfaces;

    NetworkProbe(KernelFiles files, NetworkInterfaces interfaces) {
        this.files = files;
        this.interfaces = interfaces;
    }

    @Override
    public String name() {
        return "network";
    }

    @Override
    public void read(Readings into) throws IOException {
        // name: bytes packets errs drop fifo frame compressed multicast | bytes packets errs ...
        List<String> real = interfaces.real();
        for (String line : files.lines("proc/net/dev")) {
            int colon = line.indexOf(':');
            String device = colon < 0 ? "" : line.substring(0, colon).strip();
            if (real.contains(device)) {
                double[] counts = Arrays.stream(
                                line.substring(colon + 1).strip().split("\\s+", -1))
                        .mapToDouble(Long::parseLong)
                        .toArray();
                into.put(Metric.counter(IO, "By", "device", device, "direction", "receive"), counts[0]);
                into.put(Metric.counter(IO, "By", "device", device, "direction", "transmit"), counts[8]);
                into.put(Metric.counter(ERRORS, "{error}", "device", device, "direction", "receive"), counts[2]);
                into.put(Metric.counter(ERRORS, "{error}", "device", device, "direction", "transmit"), counts[10]);
            }
        }
    }
}
