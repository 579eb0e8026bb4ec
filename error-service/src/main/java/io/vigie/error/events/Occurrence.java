package io.vigie.error.events;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An error as an application reported it.
 *
 * @param service whose it is
 * @param id the client's own or a random one, unique within the service
 * @param receivedAt when ingest took it, in milliseconds
 * @param message may be empty where there is a stack
 * @param stack may be empty where there is a message
 * @param path of the request in which it happened
 * @param method of that request
 * @param metadata a JSON object
 */
public record Occurrence(
        String service,
        String id,
        Instant receivedAt,
        Level level,
        String message,
        String stack,
        @Nullable String path,
        @Nullable String method,
        @Nullable String metadata) {

    /** Names of members, ids, times and the store's own. */
    private static final long BESIDE_TEXTS = 500;

    /** Unique in the whole system: {@code service/id}. An id has no slash. */
    public String key() {
        return key(service, id);
    }

    /** What {@link #key()} is for these. */
    public static String key(String service, String id) {
        return service + "/" + id;
    }

    /** About what it takes where it is kept. */
    public long bytes() {
        return BESIDE_TEXTS + bytes(message) + bytes(stack) + bytes(path) + bytes(metadata);
    }

    private static long bytes(@Nullable String text) {
        return text == null ? 0 : text.getBytes(StandardCharsets.UTF_8).length;
    }
}
