package io.vigie.error.events;

import io.vigie.error.storage.Guarded;
import io.vigie.error.storage.Origin;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
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
     */
    public record Ticket(long number, String event) {}

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

    /** The day with more errors, up to a place in Kafka. */
    static SampleDay with(
            @Nullable SampleDay before, String id, Instant time, Origin from, Collection<Ticket> tickets, int quota) {
        Stream<Ticket> earlier = before == null ? Stream.empty() : before.kept.stream();
        return new SampleDay(
                id,
                before == null ? 1 : before.rev + 1,
                from,
                day(time),
                (before == null ? 0 : before.seen) + tickets.size(),
                Stream.concat(earlier, tickets.stream())
                        .distinct()
                        .sorted(LOWEST_FIRST)
                        .limit(quota)
                        .toList());
    }
}
