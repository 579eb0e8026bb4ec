package io.vigie.error.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.vigie.error.events.Level;
import io.vigie.error.events.StoredEvent;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * An error as clients get it. The members and their order are those that scripts know.
 *
 * @param metadata as it was sent: a JSON object
 * @param issueId only where one error was asked for
 */
record ErrorView(
        String id,
        String service,
        String message,
        @Nullable String stack,
        @Nullable String path,
        @Nullable String method,
        Level level,
        @Nullable JsonNode metadata,
        Instant createdAt,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String issueId) {

    private static final JsonMapper JSON = JsonMapper.shared();

    static ErrorView of(StoredEvent event) {
        return of(event, null);
    }

    static ErrorView of(StoredEvent event, @Nullable String issueId) {
        return new ErrorView(
                event.eventId(),
                event.service(),
                event.message(),
                event.stack().isEmpty() ? null : event.stack(),
                event.path(),
                event.method(),
                event.level(),
                metadata(event.metadata()),
                event.createdAt(),
                issueId);
    }

    private static @Nullable JsonNode metadata(@Nullable String text) {
        if (text == null) {
            return null;
        }
        try {
            return JSON.readTree(text);
        } catch (JacksonException e) {
            // Shown as the text that it is.
            return JSON.getNodeFactory().stringNode(text);
        }
    }
}
