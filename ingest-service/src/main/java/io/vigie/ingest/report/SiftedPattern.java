package io.vigie.ingest.report;

import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A regular expression that is tried only where a match may begin, which a look at a letter or two says: a stack has thousands of
 * letters and hardly a secret. It finds what the expression alone finds.
 *
 * @param mayBegin true wherever a match begins; at best hardly anywhere else
 */
record SiftedPattern(Pattern pattern, Sieve mayBegin) {

    /** Whether a match may begin at a place of a text. */
    @FunctionalInterface
    interface Sieve {
        boolean test(String text, int at);
    }

    /** Sees what stands before the place where it is tried, as {@link #find} needs it. */
    Matcher matcher(String text) {
        return pattern.matcher(text).useTransparentBounds(true).useAnchoringBounds(false);
    }

    /** The first match at this place or behind it. */
    boolean find(Matcher matcher, String text, int from) {
        for (int at = from; at < text.length(); at++) {
            if (mayBegin.test(text, at) && matcher.region(at, text.length()).lookingAt()) {
                return true;
            }
        }
        return false;
    }

    /** The text with another one in place of the matches that are meant. */
    String replaceAll(String text, Predicate<String> meant, String by) {
        Matcher matcher = matcher(text);
        if (!find(matcher, text, 0)) {
            return text;
        }
        StringBuilder replaced = new StringBuilder(text.length());
        int done = 0;
        do {
            if (meant.test(matcher.group())) {
                replaced.append(text, done, matcher.start()).append(by);
                done = matcher.end();
            }
        } while (find(matcher, text, matcher.end()));
        return replaced.append(text, done, text.length()).toString();
    }
}
