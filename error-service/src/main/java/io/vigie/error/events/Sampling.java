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
import java.util.Collection;
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
        days.fold(byDay, this::draw);
    }

    private SampleDay draw(String id, @Nullable SampleDay before, List<Grouped> errors, Origin last)
            throws UnavailableException {
        Map<Ticket, Grouped> fresh = new HashMap<>();
        errors.forEach(error -> fresh.put(ticket(error.error().key()), error));
        SampleDay after =
                SampleDay.with(before, id, errors.getFirst().error().receivedAt(), last, fresh.keySet(), quota);
        Set<Ticket> kept = new HashSet<>(after.kept());
        write(fresh.entrySet().stream()
                .filter(entry -> kept.contains(entry.getKey()))
                .map(Map.Entry::getValue)
                .toList());
        if (before != null) {
            delete(before.kept().stream()
                    .filter(ticket -> !kept.contains(ticket))
                    .map(Ticket::event)
                    .toList());
        }
        return after;
    }

    private void write(List<Grouped> errors) throws UnavailableException {
        if (!errors.isEmpty()) {
            await.await(bodies.insert(errors.stream()
                    .map(error -> StoredEvent.of(error.error(), error.key()))
                    .toList()));
        }
    }

    private void delete(Collection<String> ids) throws UnavailableException {
        if (!ids.isEmpty()) {
            await.await(bodies.delete(ids));
        }
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
