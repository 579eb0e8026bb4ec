package io.vigie.error.events;

import io.vigie.error.storage.Origin;
import io.vigie.error.storage.Versioned;

/**
 * That an error was seen, left before it is counted. The same id at the same place in Kafka is a replay, at another place it is the
 * client's own repetition.
 *
 * @param id {@code service/event id}
 * @param key the group key that it was given, for ever
 */
public record Mark(String id, String key, Origin from) implements Versioned {

    @Override
    public long rev() {
        return 1;
    }
}
