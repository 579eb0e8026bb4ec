package io.vigie.agent.clock;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.UUID;

/**
 * The kernel's time since the boot and its boot id. Where they can't be read, this process counts as a boot of its own.
 *
 * <p>For any number of threads.
 */
public final class LinuxClock implements AgentClock {

    private final InstantSource wall;
    private final Path uptime;
    private final Path synchronisedMark;
    private final UUID boot;
    private final boolean kernelTime;
    private final long processStart = System.nanoTime();

    /**
     * Reads the boot id.
     *
     * @param root the file system's root
     * @param wall the machine's own clock
     */
    public LinuxClock(Path root, InstantSource wall) {
        this.wall = wall;
        this.uptime = root.resolve("proc/uptime");
        this.synchronisedMark = root.resolve("run/systemd/timesync/synchronized");
        UUID read = bootId(root.resolve("proc/sys/kernel/random/boot_id"));
        this.kernelTime = read.version() != 0 && kernelMillis() >= 0;
        this.boot = kernelTime ? read : UUID.randomUUID();
    }

    private static UUID bootId(Path file) {
        try {
            return UUID.fromString(Files.readString(file).strip());
        } catch (IOException | IllegalArgumentException e) {
            return new UUID(0, 0);
        }
    }

    private long kernelMillis() {
        try {
            String text = Files.readString(uptime);
            return Math.round(Double.parseDouble(text.substring(0, text.indexOf(' '))) * 1000);
        } catch (IOException | NumberFormatException | IndexOutOfBoundsException e) {
            return -1;
        }
    }

    @Override
    public Moment now() {
        return new Moment(boot, sinceBoot(), wall.millis(), Files.exists(synchronisedMark));
    }

    private long sinceBoot() {
        if (!kernelTime) {
            return (System.nanoTime() - processStart) / 1_000_000;
        }
        long millis = kernelMillis();
        if (millis < 0) {
            throw new IllegalStateException(uptime + " can no longer be read");
        }
        return millis;
    }
}
