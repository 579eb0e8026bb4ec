package io.vigie.error.grouping;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The key of an error and what explains it.
 *
 * @param types the chain of types from the outermost to the root cause, neighbours collapsed
 * @param frames the frames in the key, nearest to the throw first, as module#function
 * @param template the message's template where it is part of the key
 * @param culprit the frame to show: the application's nearest to the throw
 * @param title the type and the first line of the message, for people
 */
public record Grouping(
        GroupKey key,
        Mechanism mechanism,
        List<String> types,
        List<String> frames,
        @Nullable String template,
        @Nullable String culprit,
        String title) {

    public Grouping {
        types = List.copyOf(types);
        frames = List.copyOf(frames);
    }
}
