package io.vigie.error.template;

import static io.vigie.error.template.Chars.at;

import java.util.Locale;
import java.util.Set;

/** Numbers as programs, English and French write them, with the units that make them durations or sizes. */
final class Numbers {

    private static final Set<String> TIME_UNITS = Set.of(
            "ns",
            "nsec",
            "us",
            "µs",
            "μs",
            "usec",
            "ms",
            "msec",
            "msecs",
            "millis",
            "millisecond",
            "milliseconds",
            "millisecondes",
            "milliseconde",
            "microseconds",
            "nanoseconds",
            "s",
            "sec",
            "secs",
            "second",
            "seconds",
            "seconde",
            "secondes",
            "m",
            "min",
            "mins",
            "minute",
            "minutes",
            "mn",
            "h",
            "hr",
            "hrs",
            "hour",
            "hours",
            "heure",
            "heures",
            "d",
            "day",
            "days",
            "jour",
            "jours",
            "j",
            "w",
            "week",
            "weeks",
            "semaine",
            "semaines",
            "month",
            "months",
            "mois",
            "year",
            "years",
            "an",
            "ans");
    private static final Set<String> SIZE_UNITS = Set.of(
            "b", "byte", "bytes", "octet", "octets", "o", "ko", "mo", "go", "to", "k", "kb", "kib", "mb", "mib", "gb",
            "gib", "tb", "tib", "pb", "ki", "mi", "gi");
    /** Units that are words or letters of other things too: only without a space before them. */
    private static final Set<String> GLUED_ONLY = Set.of("m", "h", "d", "w", "j", "b", "o", "k", "an", "to", "s");

    private static final Set<String> PRE_RELEASES = Set.of(
            "alpha",
            "beta",
            "rc",
            "snapshot",
            "dev",
            "pre",
            "preview",
            "m",
            "release",
            "final",
            "ga",
            "next",
            "canary");

    private static final Set<String> ORDINALS =
            Set.of("st", "nd", "rd", "th", "e", "er", "re", "ère", "ème", "ième", "nde");

    private static final int LONGEST_ORDINAL = 4;
    private static final int LONGEST_UNIT = 12;

    private Numbers() {}

    /** The end of digits with their separators and exponent, from a digit on. */
    static int number(String text, int from) {
        int end = Chars.digits(text, from);
        boolean grouped = end - from <= 3;
        while (true) {
            char c = at(text, end);
            int next = Chars.digits(text, end + 1);
            int length = next - end - 1;
            boolean point = (c == '.' || c == ',' || c == '_' || c == '\'') && length > 0;
            boolean group = grouped && isThousands(text, end, next);
            if (!point && !group) {
                break;
            }
            end = next;
        }
        int exponent = at(text, end + 1) == '-' || at(text, end + 1) == '+' ? end + 2 : end + 1;
        if ((at(text, end) == 'e' || at(text, end) == 'E') && Chars.isDigit(at(text, exponent))) {
            int after = Chars.digits(text, exponent);
            return Chars.isWord(at(text, after)) ? end : after;
        }
        return end;
    }

    /** The end of what makes a number one in a row: 2nd, 3rd, 1er, 2e, 3ème. */
    static int ordinal(String text, int from) {
        int end = Chars.letters(text, from);
        return end - from <= LONGEST_ORDINAL
                        && ORDINALS.contains(text.substring(from, end))
                        && !Chars.isWord(at(text, end))
                ? end
                : from;
    }

    /** The end of a version that begins with its letter: v1.2.3-rc.1+build.7; or -1. */
    static int version(String text, int from) {
        int digits = Chars.digits(text, from + 1);
        boolean begins = (at(text, from) == 'v' || at(text, from) == 'V') && digits > from + 1;
        if (!begins || at(text, digits) != '.' || !Chars.isDigit(at(text, digits + 1))) {
            return -1;
        }
        int end = preRelease(text, number(text, from + 1));
        int build = at(text, end) == '+' ? end + 1 : end;
        while (build > end
                && (Chars.isWord(at(text, build)) || at(text, build) == '.' && Chars.isWord(at(text, build + 1)))) {
            build++;
        }
        return Chars.isWord(at(text, build)) ? -1 : build;
    }

    /** The end of what marks a version as one before the final: -rc.4, -SNAPSHOT, -beta2. */
    static int preRelease(String text, int from) {
        if (at(text, from) != '-') {
            return from;
        }
        int word = Chars.letters(text, from + 1);
        if (!PRE_RELEASES.contains(text.substring(from + 1, word).toLowerCase(Locale.ROOT))) {
            return from;
        }
        int end = word;
        while (Chars.isDigit(at(text, end)) || at(text, end) == '.' && Chars.isDigit(at(text, end + 1))) {
            end++;
        }
        return Chars.isWord(at(text, end)) ? from : end;
    }

    /** French groups of three digits. A name behind them makes the last group a status and not a part of the number. */
    private static boolean isThousands(String text, int space, int end) {
        return Chars.isSpace(at(text, space))
                && at(text, space) != '\n'
                && end - space == 4
                && !Chars.isWord(at(text, end))
                && at(text, end) != '-'
                && at(text, end) != ':'
                && !(at(text, end) == ' ' && Chars.isUpper(at(text, end + 1)));
    }

    /** The end of the unit behind a number, or -1; composed durations are read piece by piece and joined later. */
    static int unit(String text, int from, boolean time) {
        int start = Chars.spaces(text, from);
        int end = start;
        while (end - start <= LONGEST_UNIT && (Chars.isLetter(at(text, end)) || at(text, end) == 'µ')) {
            end++;
        }
        if (end == start || start - from > 1) {
            return -1;
        }
        String unit = text.substring(start, end);
        boolean glued = start == from;
        if (glued && time && Chars.isDigit(at(text, end)) && TIME_UNITS.contains(unit)) {
            return isComposed(text, end) ? end : -1;
        }
        if (Chars.isWord(at(text, end)) || at(text, end) == '\'' && unit.length() == 1) {
            return -1;
        }
        boolean known = time ? TIME_UNITS.contains(unit) : SIZE_UNITS.contains(unit.toLowerCase(Locale.ROOT));
        boolean needsGlue = GLUED_ONLY.contains(unit) && !unit.equals("s") && !unit.equals("h");
        return known && (glued || !needsGlue) ? end : -1;
    }

    /** Whether digits and units follow each other up to the end of the word, as in 1h30m. */
    private static boolean isComposed(String text, int from) {
        int end = from;
        while (Chars.isDigit(at(text, end))) {
            int unit = Chars.digits(text, end);
            end = Chars.letters(text, unit);
            boolean minutes = end == unit && at(text, from - 1) == 'h' && unit - from == 2;
            if (end == unit && !minutes
                    || end > unit && !TIME_UNITS.contains(text.substring(unit, end))
                    || end - unit > LONGEST_UNIT) {
                return false;
            }
        }
        return !Chars.isWord(at(text, end));
    }

    /** ISO 8601's form, such as PT5M30S. */
    static int isoDuration(String text, int from) {
        if (at(text, from) != 'P') {
            return -1;
        }
        int end = from + 1;
        boolean digits = false;
        while (Chars.isDigit(at(text, end)) || "TDHMSWY.".indexOf(at(text, end)) >= 0 && end < text.length()) {
            digits |= Chars.isDigit(text.charAt(end));
            end++;
        }
        boolean shaped = at(text, from + 1) == 'T'
                || Chars.isDigit(at(text, from + 1)) && "DWMY".indexOf(at(text, Chars.digits(text, from + 1))) >= 0;
        while (end > from && text.charAt(end - 1) == '.') {
            end--;
        }
        return digits && shaped && Chars.isUpper(text.charAt(end - 1)) && !Chars.isWord(at(text, end)) ? end : -1;
    }
}
