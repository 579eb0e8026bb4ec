package io.vigie.error.events;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** How bad an error is, from harmless to fatal. */
public enum Level {
    DEBUG,
    INFO,
    WARNING,
    ERROR,
    CRITICAL,
    FATAL;

    /** As it is written outside: {@code error}. */
    @JsonValue
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The level that is written so. */
    public static Optional<Level> of(String text) {
        return Stream.of(values()).filter(level -> level.text().equals(text)).findFirst();
    }

    /** The worse of the two. */
    public Level or(Level other) {
        return compareTo(other) >= 0 ? this : other;
    }
}
