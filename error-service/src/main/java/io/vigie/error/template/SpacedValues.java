package io.vigie.error.template;

import static io.vigie.error.template.Chars.at;

/** Values that have spaces in them. A method answers the end of what it found at a position, or -1. */
final class SpacedValues {

    private static final int LONGEST_AGENT = 512;
    private static final int IBAN_GROUPS = 8;
    private static final int IBAN_DIGITS = 10;

    private SpacedValues() {}

    /** What a browser says of itself: Mozilla/5.0 (X11; Linux) Gecko/20100101 Firefox/125.0. */
    static int userAgent(String text, int from) {
        if (!text.startsWith("Mozilla/", from)) {
            return -1;
        }
        int end = version(text, from);
        while (at(text, end) == ' ' && end - from < LONGEST_AGENT) {
            int close = at(text, end + 1) == '('
                    ? text.indexOf(')', end, Math.min(text.length(), end + LONGEST_AGENT)) + 1
                    : version(text, end + 1);
            if (close <= 0) {
                break;
            }
            end = close;
        }
        return end;
    }

    private static int version(String text, int from) {
        int slash = Chars.word(text, from);
        if (slash == from || at(text, slash) != '/' || !Chars.isAlnum(at(text, slash + 1))) {
            return -1;
        }
        int end = slash + 1;
        while (Chars.isWord(at(text, end)) || at(text, end) == '.' && Chars.isWord(at(text, end + 1))) {
            end++;
        }
        return end;
    }

    /** The number of an account, in groups of four: FR76 3000 6000 0112 3456 7890 189. */
    static int iban(String text, int from) {
        boolean begins = Chars.isUpper(at(text, from))
                && Chars.isUpper(at(text, from + 1))
                && Chars.digits(text, from + 2) == from + 4
                && at(text, from + 4) == ' ';
        int end = from + 4;
        int digits = 2;
        for (int group = 0; begins && group < IBAN_GROUPS && at(text, end) == ' '; group++) {
            int next = end + 1;
            while (Chars.isUpper(at(text, next)) || Chars.isDigit(at(text, next))) {
                digits += Chars.isDigit(text.charAt(next)) ? 1 : 0;
                next++;
            }
            if (next == end + 1 || next > end + 5 || Chars.isWord(at(text, next))) {
                break;
            }
            end = next;
        }
        return digits >= IBAN_DIGITS ? end : -1;
    }
}
