package io.vigie.agent.probe;

import java.io.IOException;

/** The share of all cores' time that was not idle since the last reading; nothing at the first. */
final class CpuProbe implements Probe {

    private static final Metric UTILIZATION = Metric.gauge("system.cpu.utilization", "1");

    private final KernelFiles files;
    private long lastTotal;
    private long lastIdle;

    CpuProbe(KernelFiles files) {
        this.files = files;
    }

    @Override
    public String name() {
        return "CPU";
    }

    @Override
    public void read(Readings into) throws IOException {
        // cpu  user nice system idle iowait irq softirq steal guest guest_nice; guest time is in user already
        String[] words = files.firstWords("proc/stat");
        long total = 0;
        for (int i = 1; i < Math.min(words.length, 9); i++) {
            total += Long.parseLong(words[i]);
        }
        long idle = Long.parseLong(words[4]) + Long.parseLong(words[5]);
        if (lastTotal > 0 && total > lastTotal) {
            double idleShare = (double) (idle - lastIdle) / (total - lastTotal);
            into.putRounded(UTILIZATION, Math.min(1, Math.max(0, 1 - idleShare)), 1000);
        }
        lastTotal = total;
        lastIdle = idle;
    }
}
