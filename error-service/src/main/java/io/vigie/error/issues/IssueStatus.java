package io.vigie.error.issues;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** What is thought of an issue. */
public enum IssueStatus {
    /** Nobody has looked after it yet, or it was opened again. */
    UNRESOLVED,
    /** Done, until it comes back. */
    RESOLVED,
    /** Counted, and nothing else. */
    IGNORED,
    /** It came back after it had been resolved. */
    REGRESSED;

    /** As it is written outside: {@code unresolved}. */
    @JsonValue
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The status that is written so. */
    public static Optional<IssueStatus> of(String text) {
        return Stream.of(values()).filter(status -> status.text().equals(text)).findFirst();
    }
}
