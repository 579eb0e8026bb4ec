package io.vigie.error.events;

import static java.util.stream.Collectors.groupingBy;

import io.vigie.error.events.BodyDay.Room;
import io.vigie.error.events.SampleDay.Ticket;
import io.vigie.error.storage.Await;
import io.vigie.error.storage.Documents;
import io.vigie.error.storage.Folding;
import io.vigie.error.storage.Origin;
import io.vigie.error.storage.Placed;
import io.vigie.error.storage.Versioned;
import io.vigie.messaging.UnavailableException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the bodies of errors: of a group and day a uniform sample above a quota, and of a service and day no more than it has room for,
 * then only the first body of each group, and from twice as much on none.
 *
 * <p>What a day has room for is stored before it is used, with the record at which it ended. Bodies are written before and dropped
 * bodies deleted before the day of their group says so: a crash in between leaves at most what its repetition writes and deletes again.
 * An owner who was replaced meanwhile may leave a body too many; it goes with the retention.
 */
public final class Sampling {

    private final Documents<StoredEvent> bodies;
    private final Documents<SampleDay> days;
    private final Folding<SampleDay> foldingDays;
    private final Folding<BodyDay> rooms;
    private final Await await;
    private final int quota;
    private final long room;

    /**
     * Keeps at most so much.
     *
     * @param quota bodies of a group and day
     * @param room bytes of bodies of a service and day
     */
    public Sampling(
            Documents<StoredEvent> bodies,
            Documents<SampleDay> days,
            Documents<BodyDay> rooms,
            Await await,
            int quota,
            long room) {
        this.bodies = bodies;
        this.days = days;
        this.foldingDays = new Folding<>(days, await);
        this.rooms = new Folding<>(rooms, await);
        this.await = await;
        this.quota = quota;
        this.room = room;
    }

    /** Takes the errors in, in the order of their offsets; returns for how many there was less than all the room. */
    public int keep(List<Placed<Grouped>> errors) throws UnavailableException {
        Map<String, List<Placed<Placed<Grouped>>>> byDay = by(Sampling::dayOfGroup, errors);
        Map<String, SampleDay> before = await.await(days.find(byDay.keySet()).collectMap(Versioned::id, day -> day));
        Map<String, BodyDay> spent = spend(errors, before);
        Changes changes = new Changes();
        foldingDays.fold(
                byDay,
                before,
                (id, stored, more, last) -> draw(id, stored, more, last, spent, changes),
                () -> make(changes));
        return Math.toIntExact(
                errors.stream().filter(error -> room(spent, error) != Room.ANY).count());
    }

    private static String dayOfGroup(Grouped error) {
        return SampleDay.id(error.key(), error.error().receivedAt());
    }

    private static String dayOfService(Grouped error) {
        return BodyDay.id(error.error().service(), error.error().receivedAt());
    }

    /** With the place in what is folded, too: what is decided of an error depends on it. */
    private static Map<String, List<Placed<Placed<Grouped>>>> by(
            Function<Grouped, String> id, List<Placed<Grouped>> errors) {
        return errors.stream()
                .map(error -> new Placed<>(error.place(), error))
                .collect(groupingBy(error -> id.apply(error.value().value())));
    }

    private Map<String, BodyDay> spend(List<Placed<Grouped>> errors, Map<String, SampleDay> before)
            throws UnavailableException {
        Map<String, List<Placed<Placed<Grouped>>>> byService = by(Sampling::dayOfService, errors);
        return rooms.fold(
                byService,
                (id, stored, more, last) -> spend(
                        stored,
                        byService.getOrDefault(id, List.of()).stream()
                                .map(Placed::value)
                                .toList(),
                        id,
                        before));
    }

    /** Draws once more for those that the day of the service holds, but the days of their groups do not. */
    private BodyDay spend(
            @Nullable BodyDay stored, List<Placed<Grouped>> errors, String id, Map<String, SampleDay> before) {
        Placed<Grouped> first = errors.getFirst();
        BodyDay day = stored == null ? BodyDay.empty(id, first.value().error().receivedAt(), first.place()) : stored;
        Map<String, SampleDay.Draw> draws = new HashMap<>();
        for (Placed<Grouped> error : errors) {
            SampleDay.Draw draw = draws.computeIfAbsent(
                    dayOfGroup(error.value()), group -> new SampleDay.Draw(before.get(group), quota));
            if (!draw.includes(error.place())) {
                long more = draw.offer(ticket(error.value()), day.room(error.place()));
                day = stored != null && stored.includes(error.place()) ? day : day.with(more, error.place(), room);
            }
        }
        return day.with(0, errors.getLast().place(), room).next(stored == null ? 1 : stored.rev() + 1);
    }

    private static Room room(Map<String, BodyDay> spent, Placed<Grouped> error) {
        BodyDay day = spent.get(dayOfService(error.value()));
        return day == null ? Room.NONE : day.room(error.place());
    }

    /** What the days of a batch keep and drop. */
    private record Changes(List<StoredEvent> kept, List<String> dropped) {
        Changes() {
            this(new ArrayList<>(), new ArrayList<>());
        }
    }

    private SampleDay draw(
            String id,
            @Nullable SampleDay before,
            List<Placed<Grouped>> errors,
            Origin last,
            Map<String, BodyDay> spent,
            Changes changes) {
        SampleDay.Draw draw = new SampleDay.Draw(before, quota);
        Map<Ticket, Grouped> fresh = new HashMap<>();
        for (Placed<Grouped> error : errors) {
            Ticket ticket = ticket(error.value());
            fresh.put(ticket, error.value());
            draw.offer(ticket, room(spent, error));
        }
        SampleDay after = draw.at(id, errors.getFirst().value().error().receivedAt(), last);
        Set<Ticket> kept = new HashSet<>(after.kept());
        fresh.forEach((ticket, error) -> {
            if (kept.contains(ticket)) {
                changes.kept().add(StoredEvent.of(error.error(), error.key()));
            }
        });
        List<Ticket> earlier = before == null ? List.of() : before.kept();
        earlier.stream()
                .filter(ticket -> !kept.contains(ticket))
                .map(Ticket::event)
                .forEach(changes.dropped()::add);
        return after;
    }

    private void make(Changes changes) throws UnavailableException {
        if (!changes.kept().isEmpty()) {
            await.await(bodies.insert(changes.kept()));
        }
        if (!changes.dropped().isEmpty()) {
            await.await(bodies.delete(changes.dropped()));
        }
        changes.kept().clear();
        changes.dropped().clear();
    }

    private static Ticket ticket(Grouped error) {
        String event = error.error().key();
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(event.getBytes(StandardCharsets.UTF_8));
            return new Ticket(
                    ByteBuffer.wrap(hash).getLong(), event, error.error().bytes());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JVM has SHA-256", e);
        }
    }
}
