package io.vigie.messaging;

import org.jspecify.annotations.Nullable;

/** How the records of a compacted topic are read. */
@FunctionalInterface
public interface ReferenceFormat<V> {

    /**
     * What stands under the key from now on.
     *
     * @param current what stood there until now
     * @return null removes the key; {@code current} leaves it as it is, for example because the record has a lower version
     */
    @Nullable
    V read(String key, byte[] record, @Nullable V current) throws InvalidRecordException;
}
