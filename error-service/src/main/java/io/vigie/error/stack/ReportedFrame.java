package io.vigie.error.stack;

import org.jspecify.annotations.Nullable;

/**
 * One call as an SDK reports it.
 *
 * @param inApp whether the SDK calls it the application's own, null where it does not say
 */
public record ReportedFrame(
        @Nullable String module,
        @Nullable String file,
        @Nullable String function,
        @Nullable Boolean inApp) {}
