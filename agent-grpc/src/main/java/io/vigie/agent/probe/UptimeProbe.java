package io.vigie.agent.probe;

import java.io.IOException;

/** Time since the boot, in whole seconds. */
final class UptimeProbe implements Probe {

    private static final Metric UPTIME = Metric.gauge("system.uptime", "s");

    private final KernelFiles files;

    UptimeProbe(KernelFiles files) {
        this.files = files;
    }

    @Override
    public String name() {
        return "uptime";
    }

    @Override
    public void read(Readings into) throws IOException {
        into.putRounded(UPTIME, Double.parseDouble(files.words("proc/uptime").get(0)[0]), 1);
    }
}
