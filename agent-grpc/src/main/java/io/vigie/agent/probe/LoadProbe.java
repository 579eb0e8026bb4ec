package io.vigie.agent.probe;

import java.io.IOException;

/** Load averages. */
final class LoadProbe implements Probe {

    private static final Metric[] LOADS = {
        Metric.gauge("system.cpu.load_average.1m", "{thread}"),
        Metric.gauge("system.cpu.load_average.5m", "{thread}"),
        Metric.gauge("system.cpu.load_average.15m", "{thread}")
    };

    private final KernelFiles files;

    LoadProbe(KernelFiles files) {
        this.files = files;
    }

    @Override
    public String name() {
        return "load";
    }

    @Override
    public void read(Readings into) throws IOException {
        String[] words = files.words("proc/loadavg").get(0);
        for (int i = 0; i < LOADS.length; i++) {
            into.putRounded(LOADS[i], Double.parseDouble(words[i]), 100);
        }
    }
}
