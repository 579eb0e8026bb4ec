package io.vigie.error.stack;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One exception as an SDK reports it.
 *
 * @param module the package of its type, null where the language has none
 * @param value its message
 * @param frames its calls, oldest first
 */
public record ReportedException(
        @Nullable String module,
        @Nullable String type,
        @Nullable String value,
        List<ReportedFrame> frames) {

    public ReportedException {
        frames = List.copyOf(frames);
    }
}
