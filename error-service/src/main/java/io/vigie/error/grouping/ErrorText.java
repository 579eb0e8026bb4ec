package io.vigie.error.grouping;

import io.vigie.error.stack.Language;
import io.vigie.error.stack.ReportedException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is known of an error, as far as grouping needs it.
 *
 * @param service the service that the key of the report belongs to
 * @param language what it is written in where the sender says so
 * @param type the exception's type, message its message
 * @param stack the stack trace as text; only its first 64 KiB and 2,000 lines are read
 * @param fingerprint the SDK's own grouping; empty for the default
 * @param exceptions the structured chain of an SDK, oldest first; where it is not empty, the stack as text is not read
 */
public record ErrorText(
        String service,
        @Nullable Language language,
        @Nullable String type,
        @Nullable String message,
        @Nullable String stack,
        List<String> fingerprint,
        List<ReportedException> exceptions) {

    public ErrorText {
        if (service.isBlank()) {
            throw new IllegalArgumentException("service is blank");
        }
        fingerprint = List.copyOf(fingerprint);
        exceptions = List.copyOf(exceptions);
    }

    /** A report with a message and a stack as text. */
    public static ErrorText ofReport(String service, @Nullable String message, @Nullable String stack) {
        return new ErrorText(service, null, null, message, stack, List.of(), List.of());
    }
}
