package io.vigie.alert.evaluation;

import java.util.ArrayList;
import java.util.List;

/**
 * All that evaluation knows of one source (or of the errors of one service): one document. Immutable.
 *
 * @param epoch the last frame that counted, with {@code seq}; 0 where the sender does not count
 * @param reportedAt when the device last listed its alerts
 * @param needed of the whole fleet: how many sources must be alive again for its alert to end
 * @param floor numbers up to this one were given to series that are forgotten
 * @param outbox signals that Kafka may not have yet, in their order
 */
public record Watched(
        String source,
        boolean device,
        String club,
        long epoch,
        long seq,
        long reportedAt,
        long needed,
        Life life,
        List<SeriesState> series,
        long floor,
        List<Signal> outbox) {

    /** The source that stands for the whole fleet; no source can be called so. */
    public static final String FLEET = "*";

    /** Copies what may change. */
    public Watched {
        series = List.copyOf(series);
        outbox = List.copyOf(outbox);
    }

    static Watched fresh(String source, boolean device) {
        return new Watched(source, device, "", 0, 0, Long.MIN_VALUE, 0, Life.NONE, List.of(), 0, List.of());
    }

    boolean hasOutbox() {
        return !outbox.isEmpty();
    }

    /** After Kafka has acknowledged these. */
    Watched without(List<Signal> acknowledged) {
        List<Signal> left = new ArrayList<>(outbox);
        left.removeAll(acknowledged);
        return new Watched(source, device, club, epoch, seq, reportedAt, needed, life, series, floor, left);
    }
}
