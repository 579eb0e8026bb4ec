package io.vigie.agent.probe;

import java.io.IOException;
import java.nio.file.Files;

/** Bytes read from and written to each whole, real disk. */
final class DiskProbe implements Probe {

    private static final String IO = "system.disk.io";
    private static final int SECTOR = 512;

    private final KernelFiles files;

    DiskProbe(KernelFiles files) {
        this.files = files;
    }

    @Override
    public String name() {
        return "disks";
    }

    @Override
    public void read(Readings into) throws IOException {
        // major minor name reads merged sectors-read ms writes merged sectors-written ms ...
        for (String[] words : files.words("proc/diskstats")) {
            if (words.length >= 10 && isRealDisk(words[2])) {
                into.put(Metric.counter(IO, "By", "device", words[2], "direction", "read"), bytes(words[5]));
                into.put(Metric.counter(IO, "By", "device", words[2], "direction", "write"), bytes(words[9]));
            }
        }
    }

    private boolean isRealDisk(String device) {
        return Files.exists(files.path("sys/block/" + device.replace('/', '!') + "/device"));
    }

    private static double bytes(String sectors) {
        return Long.parseLong(sectors) * (double) SECTOR;
    }
}
