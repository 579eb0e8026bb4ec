package io.vigie.error.events;

import io.vigie.error.storage.Versioned;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The body of an error, kept as long as the retention says. Never changed.
 *
 * @param id {@code service/event id}
 * @param eventId what the client knows it by
 * @param key the group key
 */
public record StoredEvent(
        String id,
        String eventId,
        String service,
        String key,
        Instant createdAt,
        Level level,
        String message,
        String stack,
        @Nullable String path,
        @Nullable String method,
        @Nullable String metadata)
        implements Versioned {

    /** Of an error in a group. */
    public static StoredEvent of(Occurrence error, String key) {
        return new StoredEvent(
                error.key(),
                error.id(),
                error.service(),
                key,
                error.receivedAt(),
                error.level(),
                error.message(),
                error.stack(),
                error.path(),
                error.method(),
                error.metadata());
    }

    @Override
    public long rev() {
        return 1;
    }
}
