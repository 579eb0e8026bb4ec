package io.vigie.error.stack;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One exception of a chain.
 *
 * @param type its type as the language writes it, null where the text does not say
 * @param message its message, null where the text has none
 * @param frames its calls, nearest to the throw first
 */
public record ThrownError(@Nullable String type, @Nullable String message, List<StackFrame> frames) {

    public ThrownError {
        frames = List.copyOf(frames);
    }
}
