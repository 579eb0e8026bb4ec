package io.vigie.error.events;

import io.vigie.error.events.SampleDay.Ticket;
import io.vigie.error.storage.Await;
import io.vigie.error.storage.Documents;
import io.vigie.error.storage.Folding;
import io.vigie.error.storage.Origin;
import io.vigie.error.storage.Placed;
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
import org.jspecify.annotations.Nullable;

/**
 * Keeps the bodies of errors, above a quota per group and day a uniform sample of them.
 *
 * <p>Bodies are written before and dropped bodies deleted before the day says so: a crash in between leaves at most what its
 * repetition writes and deletes again. An owner who was replaced meanwhile may leave a body too many; it goes with the retention.
 */
public final class Sampling {

    private final Documents<StoredEvent> bodies;
    private final Folding<SampleDay> days;
    private final Await await;
    private final int quota;

    /** Keeps at most {@code quota} bodies of a group and day. */
    public Sampling(Documents<StoredEvent> bodies, Documents<SampleDay> days, Await await, int quota) {
        this.bodies = bodies;
        this.days = new Folding<>(days, await);
        this.await = await;
        this.quota = quota;
    }

    /** Takes the errors in, in the order of their offsets. */
    public void keep(List<Placed<Grouped>> errors) throws UnavailableException {
        Map<String, List<Placed<Grouped>>> byDay = new HashMap<>();
        for (Placed<Grouped> error : errors) {
            String id = SampleDay.id(error.value().key(), error.value().error().receivedAt());
            byDay.computeIfAbsent(id, day -> new ArrayList<>()).add(error);
        }
        Changes changes = new Changes();
        days.fold(byDay, (id, before, more, last) -> draw(id, before, more, last, changes), () -> make(changes));
    }

    /** What the days of a batch keep and drop. */
    private record Changes(List<StoredEvent> kept, List<String> dropped) {
        Changes() {
            this(new ArrayList<>(), new ArrayList<>());
        }
    }

    private SampleDay draw(String id, @Nullable SampleDay before, List<Grouped> errors, Origin last, Changes changes) {
        Map<Ticket, Grouped> fresh = new HashMap<>();
        errors.forEach(error -> fresh.put(ticket(error.error().key()), error));
        SampleDay after =
                SampleDay.with(before, id, errors.getFirst().error().receivedAt(), last, fresh.keySet(), quota);
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

    private static Ticket ticket(String event) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(event.getBytes(StandardCharsets.UTF_8));
            return new Ticket(ByteBuffer.wrap(hash).getLong(), event);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JVM has SHA-256", e);
        }
    }
}
