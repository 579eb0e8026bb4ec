package io.vigie.agent.buffer;

import io.vigie.agent.clock.Moment;
import org.jspecify.annotations.Nullable;

/**
 * What the buffer's frames tell about the clock of a boot.
 *
 * @param last the last frame's moment
 * @param lastSynchronised the last moment at which the clock was known to be right; null where there was none
 */
public record BootHistory(Moment last, @Nullable Moment lastSynchronised) {

    BootHistory then(Moment next) {
        return new BootHistory(next, next.synchronised() ? next : lastSynchronised);
    }

    static BootHistory of(Moment first) {
        return new BootHistory(first, first.synchronised() ? first : null);
    }
}
