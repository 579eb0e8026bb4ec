package io.vigie.agent.probe;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/** Memory in bytes: used is what is not available to programs, free is what nothing uses, cached is given up on demand. */
final class MemoryProbe implements Probe {

    /** Share of the memory that is not available to programs. */
    static final Metric UTILIZATION = Metric.gauge("system.memory.utilization", "1");

    private static final Metric LIMIT = Metric.gauge("system.memory.limit", "By");
    private static final Metric USED = Metric.gauge("system.memory.usage", "By", "state", "used");
    private static final Metric FREE = Metric.gauge("system.memory.usage", "By", "state", "free");
    private static final Metric CACHED = Metric.gauge("system.memory.usage", "By", "state", "cached");

    private final KernelFiles files;

    MemoryProbe(KernelFiles files) {
        this.files = files;
    }

    @Override
    public String name() {
        return "memory";
    }

    @Override
    public void read(Readings into) throws IOException {
        Map<String, Long> bytes = new HashMap<>();
        for (String[] words : files.words("proc/meminfo")) {
            bytes.put(words[0], Long.parseLong(words[1]) * 1024);
        }
        long total = get(bytes, "MemTotal:");
        long used = total - get(bytes, "MemAvailable:");
        into.put(LIMIT, (double) total);
        into.put(USED, (double) used);
        into.put(FREE, (double) get(bytes, "MemFree:"));
        long cached = get(bytes, "Buffers:") + get(bytes, "Cached:") + bytes.getOrDefault("SReclaimable:", 0L);
        into.put(CACHED, (double) cached);
        into.putRounded(UTILIZATION, (double) used / total, 1000);
    }

    private static long get(Map<String, Long> bytes, String name) throws IOException {
        Long value = bytes.get(name);
        if (value == null) {
            throw new IOException("proc/meminfo has no " + name);
        }
        return value;
    }
}
