package io.vigie.agent.probe;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** Space on each real, local, writable kind of file system; one that is mounted several times counts once. */
final class FilesystemProbe implements Probe {

    static final String USAGE = "system.filesystem.usage";
    static final String UTILIZATION = "system.filesystem.utilization";

    private static final Set<String> TYPES = Set.of(
            "ext2",
            "ext3",
            "ext4",
            "xfs",
            "btrfs",
            "f2fs",
            "jfs",
            "vfat",
            "exfat",
            "ntfs",
            "ntfs3",
            "fuseblk",
            "zfs",
            "bcachefs");

    private static final int LONGEST_LABEL = 256;

    private final KernelFiles files;
    private final Space.Meter meter;

    FilesystemProbe(KernelFiles files, Space.Meter meter) {
        this.files = files;
        this.meter = meter;
    }

    @Override
    public String name() {
        return "file systems";
    }

    @Override
    public void read(Readings into) throws IOException {
        for (String mountPoint : mountPoints()) {
            Space space = meter.of(files.path(mountPoint.substring(1)));
            into.put(Metric.gauge(USAGE, "By", "mountpoint", mountPoint, "state", "used"), (double) space.used());
            into.put(Metric.gauge(USAGE, "By", "mountpoint", mountPoint, "state", "free"), (double) space.available());
            into.putRounded(
                    Metric.gauge(UTILIZATION, "1", "mountpoint", mountPoint),
                    (double) space.used() / (space.used() + space.available()),
                    1000);
        }
    }

    /** The shortest mount point of each device. */
    private Iterable<String> mountPoints() throws IOException {
        Map<String, String> byDevice = new LinkedHashMap<>();
        for (String[] mount : files.words("proc/self/mounts")) {
            String mountPoint = unescaped(mount[1]);
            boolean real = mount[2].equals("zfs") || (mount[0].startsWith("/dev/") && TYPES.contains(mount[2]));
            Path path = files.path(mountPoint.substring(1));
            boolean named = mountPoint.length() <= LONGEST_LABEL;
            if (mountPoint.equals("/") || (real && named && Files.isDirectory(path))) {
                byDevice.merge(mount[0], mountPoint, (one, other) -> other.length() < one.length() ? other : one);
            }
        }
        return byDevice.values();
    }

    /** The kernel writes blank, tab, newline and backslash in octal. */
    private static String unescaped(String text) {
        return text.replace("\\040", " ")
                .replace("\\011", "\t")
                .replace("\\012", "\n")
                .replace("\\134", "\\");
    }
}
