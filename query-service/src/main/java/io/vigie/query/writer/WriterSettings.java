package io.vigie.query.writer;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * How the writer writes, prefix {@code vigie.query.writer}.
 *
 * @param group the consumer group
 * @param interval a sample is in its document at most this long after it was taken; 100 ms to 10 min
 * @param maxOpen what open documents of a partition may take in memory; beyond, they are written at once; at least 1 MB
 * @param timeout how long a question to the store may take; 1 s to 5 min
 */
@ConfigurationProperties("vigie.query.writer")
public record WriterSettings(
        @DefaultValue("vigie-query-writer") String group,
        @DefaultValue("1m") Duration interval,
        @DefaultValue("24MB") DataSize maxOpen,
        @DefaultValue("10s") Duration timeout) {

    /** Refuses what can't work, by the setting's name. */
    public WriterSettings {
        between("interval", interval, Duration.ofMillis(100), Duration.ofMinutes(10));
        between("timeout", timeout, Duration.ofSeconds(1), Duration.ofMinutes(5));
        if (maxOpen.toMegabytes() < 1) {
            throw new IllegalArgumentException(
                    "vigie.query.writer.max-open: at least 1MB is allowed, it is " + maxOpen);
        }
    }

    private static void between(String name, Duration value, Duration least, Duration most) {
        if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
            throw new IllegalArgumentException(
                    "vigie.query.writer." + name + ": " + least + " to " + most + " is allowed, it is " + value);
        }
    }
}
