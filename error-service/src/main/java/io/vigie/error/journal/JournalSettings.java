package io.vigie.error.journal;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * The rolling file of errors, prefix {@code vigie.error.journal}.
 *
 * @param directory where {@code errors.log} is written; none is where this is not set
 * @param fileSize the file is rolled when it has this size, and each day; at least 64 KB
 * @param totalSize of rolled files at most; at least the size of one
 * @param days rolled files are kept at most this long; 1 to 3,650
 */
@ConfigurationProperties("vigie.error.journal")
public record JournalSettings(
        @Nullable Path directory,
        @DefaultValue("20MB") DataSize fileSize,
        @DefaultValue("200MB") DataSize totalSize,
        @DefaultValue("14") int days) {

    private static final int MOST_DAYS = 3_650;
    private static final DataSize LEAST = DataSize.ofKilobytes(64);

    /** Refuses what can't work, by the setting's name. */
    public JournalSettings {
        if (fileSize.compareTo(LEAST) < 0) {
            throw new IllegalArgumentException(
                    "vigie.error.journal.file-size: at least " + LEAST + " is allowed, it is " + fileSize);
        }
        if (totalSize.compareTo(fileSize) < 0) {
            throw new IllegalArgumentException("vigie.error.journal.total-size: at least file-size (" + fileSize
                    + ") is allowed, it is " + totalSize);
        }
        if (days < 1 || days > MOST_DAYS) {
            throw new IllegalArgumentException(
                    "vigie.error.journal.days: 1 to " + MOST_DAYS + " is allowed, it is " + days);
        }
    }
}
