package io.vigie.error.events;

import io.vigie.error.events.BodyDay.Room;
import io.vigie.error.storage.Guarded;
import io.vigie.error.storage.Origin;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Which bodies of a group and day are kept: those with the lowest tickets, drawn by hash. That is a uniform sample without
 * replacement, the same whoever draws it and however often (bottom-k sampling).
 *
 * @param id {@code group key/2026-11-21}
 * @param day {@code 2026-11-21}
 * @param seen how many errors there were
 * @param kept at most the quota
 */
public record SampleDay(String id, long rev, Origin from, String day, long seen, List<Ticket> kept) implements Guarded {

    private static final Comparator<Ticket> LOWEST_FIRST =
            Comparator.comparingLong(Ticket::number).thenComparing(Ticket::event);

    /**
     * A body's ticket.
     *
     * @param event {@code service/event id}
     * @param bytes what the body takes; null in documents of before it was counted
     */
    public record Ticket(
            long number, String event, @Nullable Long bytes) {

        long size() {
            return bytes == null ? 0 : bytes;
        }
    }

    /** Copies what may change. */
    public SampleDay {
        kept = List.copyOf(kept);
    }

    /** The id of a group's day. */
    public static String id(String key, Instant time) {
        return key + "/" + day(time);
    }

    /** The day of a moment, in UTC. */
    public static String day(Instant time) {
        return LocalDate.ofInstant(time, ZoneOffset.UTC).toString();
    }

    /** A day as one error after the other is drawn for. */
    static final class Draw {

        private final TreeSet<Ticket> kept = new TreeSet<>(LOWEST_FIRST);
        private final int quota;
        private final @Nullable SampleDay before;
        private long seen;

        Draw(@Nullable SampleDay before, int quota) {
            this.before = before;
            this.quota = quota;
            if (before != null) {
                kept.addAll(before.kept);
                seen = before.seen;
            }
        }

        /** Takes one more, where there is room for it. Returns by how many bytes what is kept has grown. */
        long offer(Ticket ticket, Room room) {
            seen++;
            boolean fits = switch (room) {
                case ANY -> true;
                case FIRST -> kept.isEmpty();
                case NONE -> false;
            };
            if (!fits || !kept.add(ticket)) {
                return 0;
            }
            long grown = ticket.size();
            while (kept.size() > quota) {
                grown -= kept.removeLast().size();
            }
            return grown;
        }

        boolean includes(Origin record) {
            return before != null && before.includes(record);
        }

        /** The day with what was offered, up to a place in Kafka. */
        SampleDay at(String id, Instant time, Origin last) {
            return new SampleDay(id, before == null ? 1 : before.rev + 1, last, day(time), seen, List.copyOf(kept));
        }
    }
}
