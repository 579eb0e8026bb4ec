package io.vigie.query.writer;

import io.vigie.query.storage.StoredHour;
import java.util.List;

/**
 * The parts of an hour.
 *
 * @param parts by part, from 1
 * @param changed those of them that are not written yet, in the order in which they must be
 */
record Hour(List<StoredHour> parts, List<StoredHour> changed) {

    /** The parts as they are stored. */
    static Hour stored(List<StoredHour> parts) {
        return new Hour(List.copyOf(parts), List.of());
    }

    long bytes() {
        return parts.stream().mapToLong(part -> part.frame().length).sum();
    }
}
