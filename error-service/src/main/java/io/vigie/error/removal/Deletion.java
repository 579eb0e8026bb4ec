package io.vigie.error.removal;

import io.vigie.error.issues.Actor;
import io.vigie.error.storage.Versioned;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A deletion that somebody has asked for; stored until it is done and told.
 *
 * @param eventId of one error; null: everything of the service
 */
public record Deletion(String id, String service, @Nullable String eventId, Instant at, Actor actor)
        implements Versioned {

    @Override
    public long rev() {
        return 1;
    }
}
