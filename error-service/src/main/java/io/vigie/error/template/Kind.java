package io.vigie.error.template;

import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a piece of a text is. All from {@link #URL} on are placeholders, written as their name between angle brackets. */
enum Kind {
    WORD,
    PUNCTUATION,
    SPACE,
    /** A number or name that tells one error from another: kept, and listed among the template's codes. */
    CODE,
    URL,
    EMAIL,
    UUID,
    DATE,
    IP,
    TOKEN,
    PATH,
    HEX,
    ID,
    HOST,
    DURATION,
    SIZE,
    NUM,
    STR;

    private static final Map<String, Kind> BY_MARK = Stream.of(values())
            .filter(Kind::isPlaceholder)
            .collect(Collectors.toUnmodifiableMap(Kind::mark, Function.identity()));

    private static final int LONGEST_MARK = 10;

    boolean isPlaceholder() {
        return compareTo(URL) >= 0;
    }

    String mark() {
        return "<" + name().toLowerCase(java.util.Locale.ROOT) + ">";
    }

    /** The placeholder that a text already holds at a position. */
    static @Nullable Kind markAt(String text, int from) {
        int end = text.indexOf('>', from, Math.min(text.length(), from + LONGEST_MARK));
        return end < 0 ? null : BY_MARK.get(text.substring(from, end + 1));
    }
}
