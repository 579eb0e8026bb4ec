package io.vigie.embedded;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.CRC32C;

/**
 * Finds damage in Kafka's logs that Kafka would answer by cutting off the rest of the log without a word: in its own
 * metadata that makes it forget topics. What is looked at is all of the metadata and the last segment of each partition.
 *
 * <p>A batch that was being written when the machine went down is no damage: nothing follows it, and it was not acknowledged.
 */
final class KafkaLogCheck {
    private static final String METADATA = "__cluster_metadata-0";
    private static final String CLEAN_END = ".kafka_cleanshutdown";

    // A batch of records, as Kafka's documentation of its log describes it.
    private static final int LENGTH_AT = 8;
    private static final int MAGIC_AT = 16;
    private static final int CHECKSUM_AT = 17;
    private static final int CHECKED_FROM = 21;
    private static final int HEADER_BYTES = 61;
    private static final int PREFIX_BYTES = 12;
    private static final byte MAGIC = 2;

    /** How far offsets may leap where a search for the next whole batch believes in them. */
    private static final long OFFSET_LEAP = 10_000_000;

    private KafkaLogCheck() {}

    /** The first damaged place: file and byte. */
    static Optional<String> damage(Path directory, int longestBatch) throws IOException {
        boolean endedCleanly = Files.exists(directory.resolve(CLEAN_END));
        try (Stream<Path> folders = Files.list(directory)) {
            for (Path folder : folders.filter(Files::isDirectory).sorted().toList()) {
                Optional<String> damage = inFolder(folder, endedCleanly, longestBatch);
                if (damage.isPresent()) {
                    return damage;
                }
            }
        }
        return Optional.empty();
    }

    private static Optional<String> inFolder(Path folder, boolean endedCleanly, int longestBatch) throws IOException {
        List<Path> segments;
        try (Stream<Path> files = Files.list(folder)) {
            segments = files.filter(file -> file.toString().endsWith(".log"))
                    .sorted()
                    .toList();
        }
        boolean isMetadata = folder.endsWith(METADATA);
        for (int i = isMetadata ? 0 : Math.max(0, segments.size() - 1); i < segments.size(); i++) {
            boolean mayBeTorn = i == segments.size() - 1 && !endedCleanly;
            long at = firstDamage(segments.get(i), mayBeTorn, longestBatch);
            if (at >= 0) {
                return Optional.of(folder.getFileName() + "/" + segments.get(i).getFileName() + " at byte " + at);
            }
        }
        return Optional.empty();
    }

    private static long firstDamage(Path segment, boolean mayBeTorn, int longestBatch) throws IOException {
        try (FileChannel channel = FileChannel.open(segment);
                Arena arena = Arena.ofConfined()) {
            int size = (int) Math.min(channel.size(), Integer.MAX_VALUE);
            ByteBuffer bytes =
                    channel.map(FileChannel.MapMode.READ_ONLY, 0, size, arena).asByteBuffer();
            int at = 0;
            while (at < size && isWhole(bytes, at, longestBatch)) {
                at += PREFIX_BYTES + bytes.getInt(at + LENGTH_AT);
            }
            boolean damaged = at < size && (!mayBeTorn || isFollowed(bytes, at, longestBatch));
            return damaged ? at : -1;
        }
    }

    private static boolean isWhole(ByteBuffer bytes, int at, int longestBatch) {
        if (bytes.limit() - at < HEADER_BYTES || bytes.get(at + MAGIC_AT) != MAGIC) {
            return false;
        }
        int length = bytes.getInt(at + LENGTH_AT);
        if (length < HEADER_BYTES - PREFIX_BYTES
                || length > longestBatch
                || length > bytes.limit() - at - PREFIX_BYTES) {
            return false;
        }
        var checksum = new CRC32C();
        checksum.update(bytes.slice(at + CHECKED_FROM, length + PREFIX_BYTES - CHECKED_FROM));
        return (int) checksum.getValue() == bytes.getInt(at + CHECKSUM_AT);
    }

    /** Whether a whole batch comes after the broken one. */
    private static boolean isFollowed(ByteBuffer bytes, int broken, int longestBatch) {
        long first = broken == 0 ? 0 : bytes.getLong(0);
        for (int at = broken + 1; at <= bytes.limit() - HEADER_BYTES; at++) {
            long offset = bytes.getLong(at);
            if (offset >= first && offset - first < OFFSET_LEAP && isWhole(bytes, at, longestBatch)) {
                return true;
            }
        }
        return false;
    }
}
